import { LinearAdapterError } from "../errors.js";

export function organizationUnknown(): LinearAdapterError {
  return new LinearAdapterError(
    "ORGANIZATION_UNKNOWN",
    "It is not known which organization this call is for; outside of a webhook, wrap it in withInstallation(organizationId, …)",
  );
}

export function notInstalled(organizationId: string): LinearAdapterError {
  return new LinearAdapterError(
    "INSTALLATION_NOT_FOUND",
    `The app is not installed in organization ${organizationId}; send an administrator of it through the OAuth installation`,
    { organizationId },
  );
}
