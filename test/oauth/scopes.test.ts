import { describe, expect, it } from "vitest";
import { findMissingScopes } from "../../src/oauth/scopes.js";

describe("findMissingScopes", () => {
  it.each([
    ["all of them in another order", ["write", "read", "app:mentionable"], ["app:mentionable", "read", "write"], []],
    ["one too few", ["write", "app:assignable"], ["read", "write"], ["app:assignable"]],
    ["write in place of what it holds", ["comments:create", "issues:create"], ["read", "write"], []],
    ["what write holds in place of write", ["write"], ["comments:create"], ["write"]],
    ["all but read, which is always there", ["read", "write"], ["write"], []],
    ["no list at all, which means what was asked for", ["write"], [], []],
  ])("is right for %s", (_what, needed, granted, missing) => {
    expect(findMissingScopes(needed, granted)).toEqual(missing);
  });
});
