import type { CheckToken } from "../../api/token-check.js";
import { isRefusedForGood } from "../../credentials/broken-installation.js";
import type { InstallationRefresher } from "../../credentials/installation-refresher.js";
import { isLinearAdapterError } from "../../errors.js";
import type { LinearInstallation } from "../../installations/installation.js";

/**
 * Whether Linear still takes the tokens of an installation. Its access token may have ended though the app is installed:
 * the refresh token is asked for another one then, and nothing is marked as broken.
 * @throws what a request to Linear throws when Linear cannot be asked.
 */
export type IsAlive = (installation: LinearInstallation) => Promise<boolean>;

export function createIsAlive(checkToken: CheckToken, retry: InstallationRefresher["retry"]): IsAlive {
  return async (installation) => {
    const { accessToken, organizationId, refreshToken } = installation;
    if (await checkToken(accessToken, organizationId)) return true;
    if (refreshToken === undefined) return false;
    try {
      await retry(installation);
      return true;
    } catch (error) {
      if (isRefusedForGood(error) || isLinearAdapterError(error, "INSTALLATION_NOT_FOUND")) return false;
      throw error;
    }
  };
}
