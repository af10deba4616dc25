import { afterAll, expect } from "vitest";
import { takeLoggers } from "./memory-logger.js";

// What the emulator issues and the fixtures hold: access and refresh tokens, API keys, webhook secrets.
const SECRET = /lin_(oauth|refresh|api|wh)_\w+/;

// For every test file: whatever its tests are about, nothing that they have logged shows a secret.
afterAll(() => {
  const leaks = takeLoggers().flatMap(({ entries }) => entries.filter(({ text }) => SECRET.test(text)));
  expect(leaks, "a log line shows a secret").toEqual([]);
});
