// What lies outside of the virtual machine, as functions. Nobody else can reach them.

const given = globalThis.__host;
delete globalThis.__host;

/// The UTF-8 of a text, in a Uint8Array of its own.
export const encode = given.encode;
/// Text of UTF-8; `undefined` where `isFatal` and the bytes are no UTF-8.
export const decode = (bytes, isFatal = false) => given.decode(bytes, isFatal ? 1 : 0);
/// Writes a text to standard output (1) or standard error (2); 3 is for the machine.
export const write = (fd, text) => { given.write(fd, text); };
/// Runs promise jobs until there are none.
export const runJobs = given.jobs;
/// Evaluates a source: `flags` 0 script, 1 module (a promise), 32 only compiles it.
export const evaluate = given.evaluate;
/// Digest of bytes by `sha1`, `sha256`, `sha512`, `md5`; undefined for another name.
export const digest = given.digest;
/// Ends the program here and now: nothing can catch it.
export const exit = given.exit;
/// What has become of a promise: 0 pending, 1 fulfilled, 2 rejected.
export const promiseState = given.promise;
/// What a promise came to that is not pending.
export const promiseResult = given.result;
/// Asks for lines of standard input as events of this thing; 0 for no more.
export const askInput = given.input;
