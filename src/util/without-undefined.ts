/** An object whose keys are missing where their values are undefined. */
export type WithoutUndefined<Source> = {
  [Key in keyof Source as undefined extends Source[Key] ? never : Key]: Source[Key];
} & { [Key in keyof Source as undefined extends Source[Key] ? Key : never]?: Exclude<Source[Key], undefined> };

export function withoutUndefined<Source extends object>(source: Source): WithoutUndefined<Source> {
  return Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== undefined),
  ) as WithoutUndefined<Source>;
}
