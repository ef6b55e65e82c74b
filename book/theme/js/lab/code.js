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

    /// The listing anew: as the book printed it, or plain.
    print() {
      const code = this.pre.querySelector('code');
      if (!this.isChanged) {
        code.innerHTML = this.printed;
        return;
      }
      code.replaceChildren(...this.text.split(/(?<=\n)/).map((text) => {
        const line = document.createElement('span');
        line.className = 'sw-lab-line';
        line.textContent = text;
        return line;
      }));
    }

    /// Says beside the program's name that it is not the book's.
    tell(sentence) {
      this.version ??= document.createElement('span');
      this.version.className = 'sw-label sw-lab-version';
      this.version.textContent = sentence;
      this.version.hidden = !this.isChanged;
      if (!this.version.isConnected) this.panel.querySelector('.listing-name').append(this.version);
    }

    /// The number of the line that an element of the listing stands in.
    lineOf(element) {
      const line = element?.closest?.('.sw-lab-line');
      return line ? [...line.parentElement.children].indexOf(line) + 1 : undefined;
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
