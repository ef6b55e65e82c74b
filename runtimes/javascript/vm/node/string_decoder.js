// `string_decoder`: text out of chunks that may end within a character.

import npm from 'npm:string_decoder';

export const { StringDecoder } = npm;

export default { StringDecoder };
