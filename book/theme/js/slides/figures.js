// A figure that is taller than a slide is shown in parts, each in type that can be read.
const workbookFigureParts = (() => {
  /// As a share of what the figure is in the page: below it, a figure is cut rather than shrunk.
  const SCALE_MIN = 0.84;
  /// What a press came to, and what moves in time, stand with what they are about: if need be
  /// smaller.
  const TOGETHER = '.sw-foot, .rec-step';
  const TOGETHER_SCALE_MIN = 0.72;
  /// What is typed into a tall figure has a slide of its own from this height on.
  const INPUTS_PX = 200;

  function rootOf(figure) {
    return figure.querySelector('.sw-stage > :last-child')
      ?? figure.querySelector('[data-panels]') ?? figure;
  }

  /// What stands in a node, row by row: what stands beside each other stays together.
  function rowsOf(node) {
    const rows = [];
    for (const child of node.children) {
      const box = child.getBoundingClientRect();
      const { position } = getComputedStyle(child);
      if (box.height === 0 || position === 'absolute') continue;
      const row = rows.at(-1);
      if (row && box.top < row.bottom - 4) {
        row.nodes.push(child);
        row.bottom = Math.max(row.bottom, box.bottom);
      } else {
        rows.push({ nodes: [child], top: box.top, bottom: box.bottom });
      }
    }
    return rows;
  }

  /// The blocks of a figure from top to bottom. What is too tall for a slide is looked into; what
  /// stands beside it goes with each of its parts.
  function blocksOf(node, room) {
    return rowsOf(node).flatMap((row) => {
      if (row.bottom - row.top <= room / SCALE_MIN) return [row];
      const byHeight = row.nodes.toSorted((one, other) => heightOf(other) - heightOf(one));
      const [tallest, ...others] = byHeight;
      const isWhole = tallest instanceof SVGElement;
      if (isWhole || others.some((other) => heightOf(other) > room)) return [row];
      const inner = blocksOf(tallest, room);
      for (const block of inner) block.nodes.push(...others);
      return inner.length > 1 ? inner : [row];
    });
  }

  const heightOf = (node) => node.getBoundingClientRect().height;

  /// The parts of a figure, each some of its nodes, for slides of this height.
  function partsOf(figure, room) {
    const head = figure.querySelector('.sw-fig-head')?.offsetHeight ?? 0;
    const fits = (room - head) / SCALE_MIN;
    const blocks = blocksOf(rootOf(figure), room);
    if (blocks.length === 0) return [];
    if (blocks.at(-1).bottom - blocks[0].top <= fits) return [nodesOf(blocks)];
    const parts = [];
    for (const block of blocks) {
      const part = parts.at(-1);
      const isApart = (it) => it.nodes[0].matches('[class*="-inputs"]')
        && it.bottom - it.top > INPUTS_PX;
      const isBound = block.nodes[0].matches(TOGETHER);
      const most = isBound ? fits * SCALE_MIN / TOGETHER_SCALE_MIN : fits;
      const isNew = !part || block.bottom - part[0].top > most || isApart(part.at(-1));
      if (isNew) parts.push([block]);
      else part.push(block);
    }
    // A last part of a line or two is no slide of its own.
    const last = parts.at(-1);
    if (parts.length > 1 && last.at(-1).bottom - last[0].top < room / 8) {
      parts.splice(-2, 2, [...parts.at(-2), ...last]);
    }
    return parts.map(nodesOf);
  }

  const nodesOf = (blocks) => [...new Set(blocks.flatMap((block) => block.nodes))];

  return { partsOf };
})();
