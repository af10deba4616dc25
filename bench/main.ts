import { availableParallelism } from "node:os";
import { measureColdImports, reportColdImports } from "./cold-import.js";
import { measureInstallations, reportInstallations } from "./installations/report-installations.js";
import { measureRequests } from "./requests/measure-requests.js";
import { reportRequests } from "./requests/report-requests.js";
import { measureEndings, reportEndings } from "./session-endings/measure-endings.js";
import { measureSessionLoad, reportSessionLoad } from "./session-load/report-load.js";
import { summarize } from "./summary.js";
import { measureCpu, reportCpu } from "./webhook-cpu/report-cpu.js";

const print = (...lines: string[]): void => void process.stdout.write(`${lines.join("\n")}\n`);

print(
  "npm run bench: ours = chat-adapter-linear, theirs = @chat-adapter/linear 4.41, in the same run",
  `Node ${process.version}, ${process.platform} ${process.arch}, ${availableParallelism()} cores`,
);

print("", "## Asked of Linear per operation, ours / theirs", "");
const requests = await measureRequests();
print(reportRequests(requests));

print("", "## Many agent sessions at once", "");
const load = await measureSessionLoad();
print(reportSessionLoad(load));

print("", "## Many sessions that end at once, ours", "");
print(reportEndings(await measureEndings()));

print("", "## CPU of one signed Comment webhook, as a multiple of the floor", "");
const cpu = await measureCpu();
print(reportCpu(cpu));

print("", "## Cold import in a fresh process", "");
const imports = await measureColdImports();
print(reportColdImports(imports));

print("", "## Many organizations", "");
print(reportInstallations(await measureInstallations()));

print("", "## In short", "");
print(summarize({ requests, load, cpu, imports }));
