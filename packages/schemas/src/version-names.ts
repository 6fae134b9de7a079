/** What a version string looks like: `namespace/major.minor` (spec/notation, section 6). */
export const VERSION_PATTERN = /^([a-z][a-z0-9-]*)\/(0|[1-9][0-9]{0,4})\.(0|[1-9][0-9]{0,4})$/;

/** The version that an absent `version` stands for. */
export const DEFAULT_VERSION = 'jamnet/1.0';

/** The one namespace of JAMNet. */
export const NAMESPACE = 'jamnet';
