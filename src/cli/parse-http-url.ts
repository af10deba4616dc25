import { InvalidArgumentError } from "commander";

/** An address as an option. Its user and password would stand in the process list. */
export function parseHttpUrl(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) throw new InvalidArgumentError("It is no http(s) URL.");
  if (url.username !== "" || url.password !== "") {
    throw new InvalidArgumentError("It names a user or a password: leave out what stands before the @.");
  }
  return value;
}
