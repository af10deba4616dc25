import { measureEndings, reportEndings } from "./measure-endings.js";

process.stdout.write(`${reportEndings(await measureEndings())}\n`);
