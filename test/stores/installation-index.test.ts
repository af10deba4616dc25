import type { StateAdapter } from "chat";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openIndex } from "../installations/open-installations.js";
import { describeOnEachStore, type OpenStore } from "../support/stores.js";
import { type WatchedCalls, watchCalls } from "../support/watched-calls.js";

describeOnEachStore("the list of installations", ({ create }) => {
  let store: OpenStore;
  let ours: WatchedCalls<StateAdapter>;
  let other: StateAdapter;

  beforeEach(async () => {
    store = await create();
    ours = watchCalls(store.state);
    other = await store.join();
  });
  afterEach(() => store.close());

  const list = (): Promise<string[]> => openIndex(other).list();

  it("loses who has left, and keeps the others, however often it has them", async () => {
    const index = openIndex(ours.target);
    await index.enter("org-1");
    await index.enter("org-2");
    await index.enter("org-3");
    await store.state.appendToList("linear:installations", "org-2");
    await openIndex(other).prune(["org-1", "org-3"], async (organizationId) => organizationId === "org-3");

    expect([await list(), await store.state.getList("linear:installations")]).toEqual([
      ["org-2", "org-3"],
      ["org-2", "org-3"],
    ]);
    expect([await index.stampOf("org-1"), await index.stampOf("org-2")]).toEqual([undefined, expect.any(Number)]);
  });

  it("can become empty, and full again", async () => {
    const index = openIndex(ours.target);
    await index.enter("org-1");
    await index.prune(["org-1"], async () => false);
    const empty = await list();
    await index.enter("org-1");

    expect([empty, await list()]).toEqual([[], ["org-1"]]);
  });

  it("does not lose who installs the app while another process tidies up", async () => {
    const [tidying, installing] = [openIndex(ours.target), openIndex(other)];
    await tidying.enter("org-1");
    await tidying.enter("org-2");
    const pause = ours.pauseAt("delete", "linear:installations:org-1");
    const tidied = tidying.prune(["org-1"], async () => false);
    await pause.reached;
    const entered = [installing.enter("org-1"), installing.enter("org-3")];
    pause.goOn();
    await Promise.all([tidied, ...entered]);

    expect((await list()).toSorted()).toEqual(["org-1", "org-2", "org-3"]);
  });

  it("has 200 that come at the same moment to two processes while it is tidied", async () => {
    const [one, two] = [openIndex(ours.target), openIndex(other)];
    const ids = Array.from({ length: 200 }, (_, index) => `org-${index}`);
    await one.enter("gone");
    await Promise.all([
      ...ids.map((id, index) => (index % 2 === 0 ? one : two).enter(id)),
      one.prune(["gone"], async () => false),
    ]);

    expect((await list()).toSorted()).toEqual(ids.toSorted());
  });
});
