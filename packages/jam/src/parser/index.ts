export type { JamBatch } from './batch.js';
export { CellKind, LineStatus, MAX_KERNEL_LINE_BYTES, MAX_LINE_BYTES } from './cell-kind.js';
export type { Columns } from './columns.js';
export type { Crossing } from './crossing.js';
export { jmidKeys, typeCodes, type JamParserMode, type JamParserOptions } from './options.js';
export { createJamParser, type JamParser } from './parser.js';
