import { DEFAULT_MAX_SKEW_MS } from "../../webhook/verify-webhook.js";
import type { CliHost } from "../cli-host.js";
import { type Check, failed, passed } from "./check.js";

/** Compares this machine's clock with the `Date` header of Linear's answer, whose unit is the second. */
export function checkClock(date: string | undefined, host: CliHost): Check[] {
  if (date === undefined || Number.isNaN(Date.parse(date))) return [];
  const skewSeconds = Math.round((host.now().getTime() - Date.parse(date)) / 1_000);
  if (Math.abs(skewSeconds) * 1_000 < DEFAULT_MAX_SKEW_MS / 2) {
    return [passed("clock", `${Math.abs(skewSeconds)} s from Linear's`)];
  }
  return [
    failed("clock", {
      what: `This machine's clock is ${Math.abs(skewSeconds)} s ${skewSeconds > 0 ? "ahead of" : "behind"} Linear's`,
      why: `A webhook that seems older or newer than ${DEFAULT_MAX_SKEW_MS / 1_000} s is refused as stale`,
      mend: "timedatectl set-ntp true",
    }),
  ];
}
