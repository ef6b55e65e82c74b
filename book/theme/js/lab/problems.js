// Where a program went wrong, out of what its runtime wrote: the line in the reader's own file and
// the sentence that says what is wrong.
labs.problemIn = (() => {
  /// Python ends with the error; the last place in this file is the innermost.
  function ofPython(errors, name) {
    const places = [...errors.matchAll(/^ *File "(?:[^"\n]*\/)?([^"/\n]+)", line (\d+)/gm)];
    const own = places.filter(([, file]) => file === name).at(-1);
    const said = /^(?:[\w.]*(?:Error|Exception|Interrupt|Exit|Warning)\b.*)$/gm;
    const message = [...errors.matchAll(said)].at(-1);
    if (!own || !message || /^KeyboardInterrupt/.test(message[0])) return undefined;
    return { line: Number(own[2]), message: message[0] };
  }

  /// Node begins with the place and has the error below it; what is thrown has a stack too.
  function ofJavaScript(errors, name) {
    const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const place = new RegExp(`(?:^|[/(\\s])${escaped}:(\\d+)`, 'm').exec(errors);
    const message = /^(?:Uncaught )?(?:\w*Error\b.*|node:.*Error.*)$/m.exec(errors);
    if (!place || !message) return undefined;
    return { line: Number(place[1]), message: message[0] };
  }

  /// Rust says where it panicked, and below it why.
  function ofRust(errors, name) {
    const [, file, line, message] = /panicked at ([^\s:]+):(\d+):\d+:\n(.*)/.exec(errors) ?? [];
    return file === name ? { line: Number(line), message } : undefined;
  }

  const OF = { python: ofPython, rust: ofRust };

  return (language, errors, name) => (OF[language] ?? ofJavaScript)(errors, name);
})();
