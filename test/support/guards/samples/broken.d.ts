import type { Missing } from "no-such-library";

export declare const broken: Missing;
