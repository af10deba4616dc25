import { createMemoryState } from "@chat-adapter/state-memory";
import type { StateAdapter } from "chat";
import { beforeEach, expect, it } from "vitest";
import type { InstallationIndex } from "../../src/installations/installation-index.js";
import { openIndex as openIndexOf } from "./open-installations.js";

let state: StateAdapter;
let warnings: string[];

beforeEach(async () => {
  state = createMemoryState();
  await state.connect();
  warnings = [];
});

/** The index as another process has it. */
const openIndex = (): InstallationIndex => openIndexOf(state, (message) => void warnings.push(message));

it("lists each organization once, whoever adds it and however often", async () => {
  const [ours, theirs] = [openIndex(), openIndex()];
  await Promise.all(Array.from({ length: 50 }, () => ours.add("org-1")));
  await theirs.add("org-1");
  await theirs.add("org-2");
  await ours.add("org-2");

  expect(await openIndex().list()).toEqual(["org-1", "org-2"]);
  expect(await state.getList("linear:installations")).toEqual(["org-1", "org-2"]);
});

it("lists an organization once that two processes add at the same moment", async () => {
  await Promise.all([openIndex().add("org-1"), openIndex().add("org-1")]);

  expect(await openIndex().list()).toEqual(["org-1"]);
});

it("is empty at first", async () => {
  expect(await openIndex().list()).toEqual([]);
});

it("adds an organization the next time when the state was down, and says so", async () => {
  const index = openIndex();
  const { appendToList } = state;
  state.appendToList = async () => {
    throw new Error("the state is down");
  };
  await index.add("org-1");
  state.appendToList = appendToList;
  const during = await index.list();
  await index.add("org-1");

  expect([during, await index.list(), warnings]).toEqual([
    [],
    ["org-1"],
    ["Could not change the list of installations"],
  ]);
});
