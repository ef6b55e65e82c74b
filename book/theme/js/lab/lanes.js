// The figure below a lab: fed with the log of the run, it shows every call, segment and frame.
labs.Lanes = (() => {
  const utf8 = new TextEncoder();

  /// What the figure reads: texts and bytes with their lengths in front, little-endian.
  class Writer {
    parts = [];

    u32(value) {
      const bytes = new Uint8Array(4);
      new DataView(bytes.buffer).setUint32(0, value, true);
      this.parts.push(bytes);
      return this;
    }

    data(bytes) {
      this.u32(bytes.length);
      this.parts.push(bytes);
      return this;
    }

    text(text) {
      return this.data(utf8.encode(text));
    }

    finish() {
      const whole = new Uint8Array(this.parts.reduce((sum, part) => sum + part.length, 0));
      let at = 0;
      for (const part of this.parts) {
        whole.set(part, at);
        at += part.length;
      }
      return whole;
    }
  }

  return class Lanes {
    /// `told` hears what the reader does to the run in the figure; `along` are the listings that
    /// are read along with it.
    constructor(figure, told, along) {
      this.figure = figure;
      this.along = along.map(({ dataset }) => dataset);
      figure?.addEventListener('workbook:told', ({ detail }) => told(detail));
    }

    begin(setup, sources) {
      this.setup = setup;
      this.sources = sources;
      this.log = [];
    }

    add(log) {
      if (log.length > 0) this.log.push(log);
    }

    /// So much of the log of the run that is shown.
    part(length) {
      return this.log[0]?.slice(0, length);
    }

    /// Shows the run so far. The figures' program is loaded with the first.
    async show(report) {
      if (!this.figure) return;
      const writer = new Writer().text(this.setup).u32(this.sources.length);
      for (const source of this.sources) writer.text(source);
      const bytes = this.log.reduce((sum, part) => sum + part.length, 0);
      const log = new Uint8Array(bytes);
      let at = 0;
      for (const part of this.log) {
        log.set(part, at);
        at += part.length;
      }
      this.log = [log];
      writer.data(log).data(report).u32(this.along.length);
      for (const { along: name, text, rules, follows } of this.along) {
        writer.text(name).text(text).text(rules).text(follows);
      }
      const fed = writer.finish();
      this.latest = fed;
      this.figure.hidden = false;
      const program = await workbook.figureOnDemand(this.figure);
      if (this.latest === fed) program.feed(this.figure, 'run', fed);
    }
  };
})();
