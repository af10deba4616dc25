import { describe, expect, it } from "vitest";
import { runCommand } from "../support/cli.js";

describe("the command line", () => {
  it("tells its version", async () => {
    expect(await runCommand(["--version"])).toEqual({ code: 0, output: "1.2.3\n", errors: "" });
  });

  it("shows its commands and exit codes where no command is named", async () => {
    const { code, output, errors } = await runCommand([]);

    expect([code, errors]).toEqual([0, ""]);
    expect(output).toMatch(/emulator[\s\S]*webhook[\s\S]*Exit codes: 0 done, .* 9 check-failed/);
  });

  it.each([[["emulator"]], [["webhook", "trigger"]], [["webhook", "verify"]]])(
    "has an example in the help of %s",
    async (command) => {
      const { code, output } = await runCommand([...command, "--help"]);

      expect([code, output.includes(`Example:\n  chat-adapter-linear ${command.join(" ")}`)]).toEqual([0, true]);
    },
  );

  it.each([
    ["a command that is none", ["emulater"], "unknown command 'emulater'\n(Did you mean emulator?)\nSee --help.\n"],
    [
      "an option that is none",
      ["emulator", "--prot", "1"],
      "unknown option '--prot'\n(Did you mean --port?)\nSee --help.\n",
    ],
    [
      "a value that is none",
      ["emulator", "--port", "70000"],
      "option '--port <number>' argument '70000' is invalid. It is a number from 0 to 65535.\nSee --help.\n",
    ],
    ["a missing option", ["webhook", "trigger"], "required option '--url <url>' not specified\nSee --help.\n"],
    ["half a command", ["webhook"], "The command is not complete.\nSee --help.\n"],
  ])("refuses %s with exit code 2", async (_what, args, errors) => {
    expect(await runCommand(args)).toEqual({ code: 2, output: "", errors });
  });

  it("writes an error as JSON where that is asked for", async () => {
    const { code, output, errors } = await runCommand(["webhook", "verify", "--json"]);

    expect([code, output, JSON.parse(errors)]).toEqual([
      3,
      "",
      { error: { kind: "configuration", message: expect.stringContaining("LINEAR_WEBHOOK_SECRET is not set") } },
    ]);
  });
});
