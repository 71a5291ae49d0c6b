/** Which resource is being read; declare a parameter of this class on a resource method to have it injected. */
export class ResourceRequest {
  constructor(
    /** The URI as the client sent it. */
    readonly uri: string,
    /** Variables of the template, decoded; empty for a fixed URI. */
    readonly variables: Readonly<Record<string, string | readonly string[]>>,
  ) {}
}
