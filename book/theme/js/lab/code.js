// A program as it is seen: the printed listing, and the editor once the reader wants to change it.
labs.Code = (() => {
  let editor;

  /// CodeMirror, loaded once; a failed attempt may be repeated.
  function loadEditor() {
    const { editor: file } = labs.MANIFEST;
    editor ??= workbook.load(labs.url(file)).then(() => window.workbookEditor, (reason) => {
      editor = undefined;
      throw reason;
    });
    return editor;
  }

  return class Code {
    /// `panel` is a printed program; `changed`, `run` and `leave` are told what the reader does.
    constructor(panel, hears) {
      this.panel = panel;
      this.hears = hears;
      this.pre = panel.querySelector('.sw-lab-code');
      this.printed = this.pre.querySelector('code').innerHTML;
      this.name = panel.dataset.program;
      this.language = panel.dataset.language;
      this.original = this.pre.textContent;
      this.text = this.original;
      this.marks = {};
    }

    get isChanged() {
      return this.text !== this.original;
    }

    setText(text) {
      this.text = text;
      this.marks = {};
      this.isSetting = true;
      if (this.editor) this.editor.setText(text);
      else this.print();
      this.isSetting = false;
      this.mark(this.marks);
    }

    /// The listing anew, an element a line: as the book printed it, or plain. No mark of the print
    /// reaches from one line into the next.
    print() {
      const code = this.pre.querySelector('code');
      const texts = (this.isChanged ? this.text : this.printed).split(/(?<=\n)/);
      code.replaceChildren(...texts.map((text) => {
        const line = document.createElement('span');
        line.className = 'sw-lab-line';
        if (this.isChanged) line.textContent = text;
        else line.innerHTML = text;
        return line;
      }));
      delete this.pre.dataset.numbers; // each line has its own now
    }

    /// Says beside the program's name that it is not the book's.
    tell(sentence) {
      this.version ??= document.createElement('span');
      this.version.className = 'sw-label sw-lab-version';
      this.version.textContent = sentence;
      this.version.hidden = !this.isChanged;
      if (!this.version.isConnected) this.panel.querySelector('.listing-name').append(this.version);
    }

    /// The number of the line that was pressed.
    lineAt(event) {
      if (!this.pre.contains(event?.target)) return undefined;
      const { top, height } = this.pre.querySelector('code').getBoundingClientRect();
      const lines = this.text.split('\n').length - 1;
      return Math.max(1, Math.ceil((event.clientY - top) / height * lines));
    }

    async edit(line) {
      const { create } = await loadEditor();
      if (!this.editor) {
        const place = document.createElement('div');
        place.className = 'sw-lab-editor';
        // The listing may stand in a frame of its own, with a button that copies it.
        const frame = this.pre.closest('.code-frame') ?? this.pre;
        frame.before(place);
        frame.hidden = true;
        this.editor = create({
          parent: place, text: this.text, language: this.panel.dataset.shown, label: this.name,
          changed: (text) => {
            if (this.isSetting) return;
            this.text = text;
            this.marks = { current: this.marks.current };
            this.hears.changed(this);
          },
          run: this.hears.run,
          leave: this.hears.leave,
        });
        this.mark(this.marks);
      }
      this.editor.focus(line);
    }

    /// Marks the line at which the program stands, and one that is wrong.
    mark(marks) {
      this.marks = marks;
      if (this.editor) {
        this.editor.mark(marks);
        return;
      }
      if (!marks.current && !marks.problem && 'numbers' in this.pre.dataset) return;
      if ('numbers' in this.pre.dataset) this.print();
      const lines = [...this.pre.querySelectorAll('.sw-lab-line')];
      this.pre.querySelector('.sw-lab-problem')?.remove();
      lines.forEach((line, at) => {
        line.classList.toggle('is-current', at + 1 === marks.current);
        line.classList.toggle('is-wrong', at + 1 === marks.problem?.line);
      });
      const wrong = lines[(marks.problem?.line ?? 0) - 1];
      if (!wrong) return;
      const said = document.createElement('span');
      said.className = 'sw-lab-problem';
      said.textContent = marks.problem.message;
      wrong.after(said);
    }
  };
})();
