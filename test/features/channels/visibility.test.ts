import { expect, it, onTestFinished } from "vitest";
import { requestsOf } from "../../support/requests-of.js";
import { startTestBot } from "../../support/test-bot.js";

it("tells who can see an issue once it has been read, and asks nobody", async () => {
  const bot = await startTestBot();
  onTestFinished(bot.close);
  const { adapter, linear } = bot;
  const hidden = linear.addTeam({ key: "SEC", name: "Security", visibility: "private" });
  const limited = linear.addTeam({ key: "LTD", name: "Limited", visibility: "restricted" });
  const guest = linear.addPerson({ name: "Grace Hopper" });
  const issues = [
    linear.createIssue(),
    linear.createIssue({ team: hidden }),
    linear.createIssue({ team: limited }),
    linear.createIssue({ team: hidden, sharedWith: [guest] }),
  ].map(({ id }) => `linear:${id}`);
  const visibilities = (): string[] => issues.map((id) => adapter.getChannelVisibility(id));
  const before = visibilities();
  const requests = await requestsOf(bot, async () => {
    const infos = await Promise.all(issues.map((id) => adapter.fetchChannelInfo(id)));
    expect(infos.map(({ channelVisibility }) => channelVisibility)).toEqual(visibilities());
  });

  expect([before, visibilities()]).toEqual([
    ["unknown", "unknown", "unknown", "unknown"],
    ["workspace", "private", "private", "external"],
  ]);
  expect(requests).toEqual(["GetIssue", "GetIssue", "GetIssue", "GetIssue"]);
  expect([`${issues[1]}:c:root`, `${issues[1]}:s:session`].map((id) => adapter.getChannelVisibility(id))).toEqual([
    "private",
    "private",
  ]);
  expect(adapter.getChannelVisibility("linear::s:session")).toBe("unknown");
});

it("is known by the id of an issue that was read by its identifier", async () => {
  const bot = await startTestBot();
  onTestFinished(bot.close);
  const issue = bot.linear.createIssue();
  await bot.adapter.fetchThread("linear:ENG-1");

  expect(bot.adapter.getChannelVisibility(`linear:${issue.id}`)).toBe("workspace");
});
