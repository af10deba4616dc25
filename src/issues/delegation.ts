import type { LinearApi } from "../api/operation.js";
import { type DelegateNode, getIssueDelegation, updateIssue } from "../api/operations/issue-changes.js";
import { LinearAdapterError } from "../errors.js";

/** Who an issue is delegated to, after `delegateToMe`. */
export interface LinearIssueDelegation {
  /** True when the bot has become the delegate now. */
  delegated: boolean;
  /** Who has the issue. `displayName` is the `@handle`. */
  delegate: { id: string; displayName: string; isMe: boolean };
}

export async function delegateToMe(api: LinearApi, issueId: string): Promise<LinearIssueDelegation> {
  const { id, delegate, viewer } = await api.execute(getIssueDelegation, { id: issueId });
  if (!viewer.app) {
    throw new LinearAdapterError(
      "FORBIDDEN",
      "Only an app can be an issue's delegate, and this credential is a person's: use an OAuth app with actor=app and the scope app:assignable",
      { issueId: id },
    );
  }
  if (delegate) return { delegated: false, delegate: toDelegate(delegate) };
  await api.execute(updateIssue, { id, input: { delegateId: viewer.id } });
  return { delegated: true, delegate: toDelegate(viewer) };
}

const toDelegate = ({ id, displayName, isMe }: DelegateNode): LinearIssueDelegation["delegate"] => ({
  id,
  displayName,
  isMe,
});
