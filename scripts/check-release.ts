import { readFileSync } from "node:fs";

// npm links a package's page, and the relative links of its readme, to these.
const ADDRESSES = ["repository", "homepage", "bugs"];

/** Refuses to publish a package that does not say where it lives. Checks the manifest of the folder it runs in. */
function main(): void {
  const manifest: Readonly<Record<string, unknown>> = JSON.parse(readFileSync("package.json", "utf8"));
  const missing = ADDRESSES.filter((field) => manifest[field] === undefined);
  if (missing.length === 0) return;
  process.stderr.write(
    `Not published: package.json has no ${missing.join(", ")}. Without them the package's page on npm leads nowhere; ` +
      "set them to the public address of the repository.\n",
  );
  process.exitCode = 1;
}

main();
