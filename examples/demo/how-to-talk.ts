import type { Stage } from "./stage.js";

/** Where everything is, and commands to copy with which a person talks to the bots. */
export function describeHowToTalk({ linear, scout, url }: Stage): string {
  const apiKey = linear.createApiKey(linear.ada);
  const scoutUser = linear.users().find(({ appId }) => appId === scout.id);
  const helperUser = linear.users().find(({ appId }) => appId === linear.app.id);

  const call = (mutation: string): string =>
    [
      `  curl -s ${linear.apiUrl} -H 'Authorization: ${apiKey}' -H 'Content-Type: application/json' \\`,
      `    -d '${JSON.stringify({ query: `mutation { ${mutation} { success } }` })}'`,
    ].join("\n");
  const comment = (issueId: string, body: string): string =>
    call(`commentCreate(input: { issueId: "${issueId}", body: "${body}" })`);

  return [
    "Linear and the bots keep running. Ctrl-C ends them.",
    [
      `  Linear's API  ${linear.apiUrl}`,
      `  API key       ${apiKey}  (Ada's; it is good for this emulator only)`,
      `  Issue pages   ${url}/issues/ENG-1`,
      `  Webhooks      ${url}/webhooks/helper`,
      `                ${url}/webhooks/scout`,
    ].join("\n"),
    `Mention helper in a comment (through the API, a profile's URL is the mention):\n\n${comment("ENG-1", `${helperUser?.url} and in Firefox?`)}`,
    `Give scout an agent session, by mention or by delegation:\n\n${comment("ENG-4", `${scoutUser?.url} rename user to account`)}\n\n${call(`issueUpdate(id: "ENG-2", input: { delegateId: "${scoutUser?.id}" })`)}`,
    `Press Stop in an issue's latest session, and look at an issue:\n\n  curl -s -X POST ${url}/stop/ENG-4\n  curl -s ${url}/issues/ENG-4`,
  ].join("\n\n");
}
