import { writeFile } from "node:fs/promises";
import { writeCommandLinePage } from "./command-line-page.js";

await writeFile(new URL("../docs/command-line.md", import.meta.url), await writeCommandLinePage());
