import { isLinearAdapterError, LinearAdapterError } from "../errors.js";
import type { Clock } from "../util/clock.js";
import { type LinearInstallation, MAX_CLOCK_SKEW_MS, parseInstallation } from "./installation.js";
import type { InstallationPlace, InstallationStore } from "./installation-store.js";
import type { Hold, SharedLock } from "./shared-lock.js";
import type { SealedInstallations } from "./state-installations.js";

export interface InstallationChangesParts {
  lock: SharedLock;
  clock: Pick<Clock, "now">;
}

/** What became of a record that was to be sealed with the newest key. */
export type Resealing = "sealed" | "unchanged" | "missing";

/** What is to become of what is stored. `outcome` is for the caller. */
type Step<Outcome> =
  | { kind: "keep"; outcome: Outcome }
  | {
      kind: "replace";
      /** What the step was decided on: "anything" where that does not matter. */
      expected: LinearInstallation | undefined | "anything";
      next: LinearInstallation | undefined;
      outcome: Outcome;
    };

type Decide<Outcome> = () => Promise<Step<Outcome>>;

// Writing takes a few round trips to the store, so whoever waits for it need not wait for long.
const POLL_MS = 20;
// Each time somebody else was faster, which gets less likely with each.
const MAX_TRIES = 10;

/** Makes each change of what lies in `place` one step for all processes that share the lock. */
export function createInstallationStore(place: InstallationPlace, parts: InstallationChangesParts): InstallationStore {
  const changes = createChanges(place, parts.lock);

  return {
    get: (organizationId) => place.get(organizationId),

    async set(given) {
      const installation = parseInstallation(given);
      return await changes.make(installation.organizationId, async () => {
        const found = await readAny(place, installation.organizationId);
        if (found.kind === "readable" && isOutdated(installation, found.installation, parts.clock.now())) {
          return { kind: "keep", outcome: "outdated" };
        }
        const expected = found.kind === "readable" ? found.installation : "anything";
        return { kind: "replace", expected, next: installation, outcome: "stored" };
      });
    },

    async update(organizationId, change) {
      return await changes.make(organizationId, async () => {
        const current = await place.get(organizationId);
        const next = change(current);
        return next === current
          ? { kind: "keep", outcome: current }
          : { kind: "replace", expected: current, next, outcome: next };
      });
    },

    async delete(organizationId) {
      const deletion = { kind: "replace", expected: "anything", next: undefined, outcome: undefined } as const;
      await changes.make(organizationId, async () => deletion);
    },
  };
}

/**
 * Gives what seals a record again that is plain, in an older format or sealed with an older key, as one step. It throws
 * `INSTALLATION_UNREADABLE`; the record stays as it is then.
 */
export function createSealAgain(
  place: SealedInstallations,
  { lock }: Pick<InstallationChangesParts, "lock">,
): (organizationId: string) => Promise<Resealing> {
  const changes = createChanges(place, lock);

  return (organizationId) =>
    changes.make<Resealing>(organizationId, async () => {
      const opened = await place.open(organizationId);
      if (opened === undefined) return { kind: "keep", outcome: "missing" };
      const { installation, sealAgain } = opened;
      return sealAgain
        ? { kind: "replace", expected: installation, next: installation, outcome: "sealed" }
        : { kind: "keep", outcome: "unchanged" };
    });
}

interface Changes {
  make<Outcome>(organizationId: string, decide: Decide<Outcome>): Promise<Outcome>;
}

/** Decides and writes until nobody came in between. A place that compares and sets by itself needs no lock of ours. */
function createChanges(place: InstallationPlace, lock: SharedLock): Changes {
  async function tryOnce<Outcome>(
    organizationId: string,
    decide: Decide<Outcome>,
    mayWrite: () => Promise<boolean>,
  ): Promise<{ outcome: Outcome } | undefined> {
    const step = await decide();
    if (step.kind === "keep") return step;
    return (await write(place, organizationId, step, mayWrite)) ? step : undefined;
  }

  const inTurn = <Outcome>(
    organizationId: string,
    decide: Decide<Outcome>,
  ): Promise<{ outcome: Outcome } | undefined> =>
    place.compareAndSet
      ? tryOnce(organizationId, decide, async () => true)
      : lock.run(toLockName(organizationId), {
          work: ({ isOurs }: Hold) => tryOnce(organizationId, decide, isOurs),
          purpose: "change the stored installation",
          facts: { organizationId },
          pollMs: POLL_MS,
        });

  return {
    async make(organizationId, decide) {
      for (let tries = 0; tries < MAX_TRIES; tries += 1) {
        const made = await inTurn(organizationId, decide);
        if (made !== undefined) return made.outcome;
      }
      throw new LinearAdapterError(
        "CONFLICT",
        `The stored installation of organization ${organizationId} was changed by others ${MAX_TRIES} times in a row; try again`,
        { organizationId },
      );
    },
  };
}

async function write(
  place: InstallationPlace,
  organizationId: string,
  { expected, next }: Extract<Step<unknown>, { kind: "replace" }>,
  mayWrite: () => Promise<boolean>,
): Promise<boolean> {
  if (place.compareAndSet && expected !== "anything") return await place.compareAndSet(organizationId, expected, next);
  if (!(await mayWrite())) return false;
  await (next === undefined ? place.delete(organizationId) : place.set(next));
  return true;
}

type Found = { kind: "readable"; installation: LinearInstallation | undefined } | { kind: "unreadable" };

/** Reads what is about to be replaced: that nobody can read it is no reason against a new one. */
async function readAny(place: InstallationPlace, organizationId: string): Promise<Found> {
  try {
    return { kind: "readable", installation: await place.get(organizationId) };
  } catch (error) {
    if (isLinearAdapterError(error, "INSTALLATION_UNREADABLE")) return { kind: "unreadable" };
    throw error;
  }
}

/**
 * Whether `stored` was installed after `given`. A time that is yet to come was written by a clock that was wrong, and
 * would keep every new installation out until then.
 */
function isOutdated(given: LinearInstallation, stored: LinearInstallation | undefined, now: Date): boolean {
  if (given.installedAt === undefined || stored?.installedAt === undefined) return false;
  return given.installedAt < stored.installedAt && stored.installedAt <= now.getTime() + MAX_CLOCK_SKEW_MS;
}

const toLockName = (organizationId: string): string => `linear:installation-lock:${organizationId}`;
