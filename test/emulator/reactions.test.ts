import type { EmulatedComment } from "chat-adapter-linear/emulator";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Scene, startScene } from "./scene.js";

const create =
  "mutation($input: ReactionCreateInput!) { reactionCreate(input: $input) { reaction { id emoji user { id } } } }";
const remove = "mutation($id: String!) { reactionDelete(id: $id) { success } }";

let scene: Scene;
let comment: EmulatedComment;
beforeEach(async () => {
  scene = await startScene();
  comment = await scene.linear.comment({ issue: scene.linear.createIssue(), body: "Hello" });
});
afterEach(() => scene.close());

describe("a reaction", () => {
  it.each([
    ["👀", "eyes"],
    ["thumbsup", "+1"],
    ["👍", "+1"],
    [":white_check_mark:", "white_check_mark"],
    ["party_parrot", "party_parrot"],
  ])("%s is stored as %s", async (emoji, name) => {
    expect(await scene.app.read(create, { input: { commentId: comment.id, emoji } })).toEqual({
      reactionCreate: {
        reaction: { id: expect.any(String), emoji: name, user: { id: scene.linear.organization.appUserId } },
      },
    });
  });

  it("is a conflict the second time, also under another name", async () => {
    await scene.app.read(create, { input: { commentId: comment.id, emoji: "+1" } });

    expect(await scene.app.refusal(create, { input: { commentId: comment.id, emoji: "👍" } })).toBe(
      "conflict on insert of Reaction",
    );
    expect(await scene.ada.refusal(create, { input: { commentId: comment.id, emoji: "👍" } })).toBe("none");
  });

  it("can be removed by its author only", async () => {
    const { id } = await scene.linear.react({ comment, emoji: "eyes" });

    expect(await scene.app.refusal(remove, { id })).toBe("Only one's own reactions can be deleted");
    expect(await scene.ada.read(remove, { id })).toEqual({ reactionDelete: { success: true } });
    expect(scene.linear.reactions(comment)).toEqual([]);
  });

  it("is read as a plain list and as groups", async () => {
    const { id, createdAt } = await scene.linear.react({ comment, emoji: "eyes", by: scene.linear.bo });
    const userId = scene.linear.bo.id;

    expect(
      await scene.app.read(`{ comment(id: "${comment.id}") { reactionData reactions { id emoji user { id } } } }`),
    ).toEqual({
      comment: {
        reactionData: [{ emoji: "eyes", reactions: [{ id, userId, reactedAt: createdAt }] }],
        reactions: [{ id, emoji: "eyes", user: { id: userId } }],
      },
    });
  });

  it("sends an event of its own and an update of its comment", async () => {
    const { linear, hooks } = scene;
    await linear.react({ comment, emoji: "eyes" });
    await linear.unreact({ comment, emoji: "👀" });
    await linear.settled();

    expect(hooks.payloads("Reaction create")).toMatchObject([
      { data: { emoji: "eyes", commentId: comment.id, userId: linear.ada.id, comment: { id: comment.id } } },
    ]);
    expect(hooks.payloads("Reaction remove")).toHaveLength(1);
    expect(hooks.payloads("Comment update")).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ updatedFrom: { reactionData: [] } }),
        expect.objectContaining({ updatedFrom: { reactionData: [expect.objectContaining({ emoji: "eyes" })] } }),
      ]),
    );
  });
});
