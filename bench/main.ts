import { cpus } from "node:os";
import { measureColdImports, reportColdImports } from "./cold-import.js";
import { measureRequests } from "./requests/measure-requests.js";
import { reportRequests } from "./requests/report-requests.js";
import { measureCpu, reportCpu } from "./webhook-cpu/report-cpu.js";

console.log(
  `ours = chat-adapter-linear, theirs = @chat-adapter/linear 4.41; Node ${process.version}, ${cpus().length} cores`,
);

console.log("\n## What Linear is asked for, per operation\n");
const requests = await measureRequests();
console.log(reportRequests(requests));

console.log("\n## CPU time of one signed Comment webhook\n");
const cpu = await measureCpu();
console.log(reportCpu(cpu));

console.log("\n## Cold import\n");
const imports = await measureColdImports();
console.log(reportColdImports(imports));
