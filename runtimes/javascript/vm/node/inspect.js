// `util.inspect` and `util.format`: Node's own, taken out of Node by node-inspect-extracted.

import './known.js';
import extracted from 'node-inspect-extracted';

export const { inspect, format, formatWithOptions, stripVTControlCharacters } = extracted;
