// What the reader changed, kept on the device: for each lab one entry, with a hash of what the book
// had there, so that a program that the book has changed since is not hidden behind an old one.
labs.Kept = (() => {
  /// FNV-1a over UTF-16: tells one edition of a program from the next.
  function hash(text) {
    let hash = 0x811c9dc5;
    for (let at = 0; at < text.length; at += 1) {
      hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
    }
    return hash.toString(16);
  }

  function parsed(text) {
    try {
      const value = JSON.parse(text);
      return value !== null && typeof value === 'object' ? value : {};
    } catch {
      return {};
    }
  }

  return class Kept {
    constructor(name) {
      this.key = `workbook.lab.${name}`;
    }

    /// The reader's text of a program whose text in the book is this.
    text(program, original) {
      const found = parsed(workbook.remembered(this.key) ?? '{}')[program];
      const isOurs = Array.isArray(found) && found[0] === hash(original);
      return isOurs && typeof found[1] === 'string' ? found[1] : undefined;
    }

    /// Keeps what differs from the book; `false` if the browser refuses.
    keep(programs) {
      const changed = programs.filter(({ text, original }) => text !== original);
      const entries = changed.map(({ name, text, original }) => [name, [hash(original), text]]);
      try {
        if (entries.length === 0) localStorage.removeItem(this.key);
        else localStorage.setItem(this.key, JSON.stringify(Object.fromEntries(entries)));
        return true;
      } catch {
        return false;
      }
    }
  };
})();
