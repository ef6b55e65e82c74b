// Where a thread stands in the reader's files, read from the interpreter's frames in memory.

const FRAME = { executable: 0, previous: 4, instruction: 28, owner: 38 };
/** Frames of the interpreter itself hold no code. */
const OWNED_BY_INTERPRETER = 3;
const DEPTH_MAX = 2_000;
const UNIT = 2;
/** A frame object's pointer to its frame, and how far fields are looked for. */
const INNER_FRAME = 12;
const FIELDS_BYTES = 1024;

/** Reads frames of `python`. */
export class Places {
  constructor(python) {
    this.python = python;
    this.files = new Map();
    this.folder = '/home/reader/';
  }

  /**
   * Learns where fields stand, while C code runs without the interpreter's lock and the frame that
   * called it has the name of its code's file at `filename`.
   */
  learn(filename) {
    const { exports } = this.python;
    const state = exports.PyGILState_GetThisThreadState();
    this.python.take(state);
    const frame = exports.PyThreadState_GetFrame(state);
    const inner = this.word(frame + INNER_FRAME);
    const code = exports.PyFrame_GetCode(frame);
    this.currentFrame = this.offset(state, inner);
    this.filename = this.offset(code, filename);
    this.code = this.word(inner + FRAME.instruction) - exports.PyFrame_GetLasti(frame) - code;
    exports.Py_DecRef(code);
    exports.Py_DecRef(frame);
    this.python.release();
  }

  offset(start, value) {
    for (let at = 0; at < FIELDS_BYTES; at += 4) if (this.word(start + at) === value) return at;
    throw new Error('This interpreter is not the one that the lab was made for.');
  }

  word(at) {
    return this.python.memory().view.getUint32(at, true);
  }

  /** The innermost line in a file of the reader's: {line, file}. */
  find(state) {
    if (this.code === undefined || !state) return { line: 0 };
    const size = this.python.memory().bytes.length;
    let frame = this.word(state + this.currentFrame);
    for (let depth = 0; frame && frame < size - 64 && depth < DEPTH_MAX; depth += 1) {
      if (this.python.memory().bytes[frame + FRAME.owner] < OWNED_BY_INTERPRETER) {
        const code = this.word(frame + FRAME.executable) & ~3;
        const file = this.file(code);
        if (file !== undefined) return { line: this.line(code, frame), file };
      }
      frame = this.word(frame + FRAME.previous);
    }
    return { line: 0 };
  }

  line(code, frame) {
    const offset = this.word(frame + FRAME.instruction) - (code + this.code);
    const line = this.python.exports.PyCode_Addr2Line(code, offset - (offset % UNIT));
    return Math.max(line, 0);
  }

  /** The name of a code object's file beneath the reader's folder; undefined elsewhere. */
  file(code) {
    const name = this.word(code + this.filename);
    if (!this.files.has(name)) this.files.set(name, this.readName(name));
    return this.files.get(name);
  }

  readName(at) {
    const { exports } = this.python;
    const text = exports.PyUnicode_AsUTF8(at);
    const { bytes } = this.python.memory();
    const path = new TextDecoder().decode(bytes.slice(text, bytes.indexOf(0, text)));
    return path.startsWith(this.folder) ? path.slice(this.folder.length) : undefined;
  }
}
