// Filters, groups and sorts what is in the page.
(() => {
  'use strict';
  const $ = (id) => document.getElementById(id);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  const form = $('filter');
  if (form) {
    const list = $('list');
    const homes = all('.g', list);
    const names = { e: 'error', w: 'warning', i: 'info' };
    const items = homes.flatMap((home) => all('.p', home).map((li) => ({
      li, home,
      unit: home.dataset.u, rule: li.dataset.r, table: li.dataset.t,
      severity: names[li.classList[1]],
      text: null,
    })));
    const made = { unit: homes };
    let grouped = 'unit';

    const group = (title) => {
      const details = document.createElement('details');
      details.className = 'g';
      details.open = true;
      const summary = document.createElement('summary');
      const h3 = document.createElement('h3');
      h3.textContent = title;
      const n = document.createElement('span');
      n.className = 'n';
      summary.append(h3, n);
      details.append(summary, document.createElement('ol'));
      return details;
    };

    // Groups by cause or table, in the order of the menu that names them.
    const regroup = (by) => {
      if (by === grouped) return;
      grouped = by;
      list.className = 'by-' + by;
      // Moved while they are out of the page, they cost no layout.
      list.replaceChildren();
      if (!made[by]) {
        const menu = $(by);
        const titles = all('option', menu).slice(1).map((option) => [option.value, option.textContent]);
        if (by === 'table') titles.push(['', menu.dataset.none]);
        made[by] = new Map(titles.map(([value, title]) => [value, group(title)]));
      }
      if (by === 'unit') {
        for (const item of items) item.home.lastElementChild.append(item.li);
        list.replaceChildren(...homes);
      } else {
        const other = made[by].get('') || [...made[by].values()].pop();
        for (const item of items) (made[by].get(item[by]) || other).lastElementChild.append(item.li);
        list.replaceChildren(...made[by].values());
      }
    };

    const apply = (now) => {
      const words = now.q.toLowerCase().split(/\s+/).filter(Boolean);
      regroup(now.group);
      let shown = 0;
      const counts = new Map();
      for (const item of items) {
        let fits = now.severity.includes(item.severity)
          && (!now.rule || now.rule === item.rule)
          && (!now.unit || now.unit === item.unit)
          && (!now.table || now.table === item.table);
        if (fits && words.length) {
          item.text ??= (item.home.firstElementChild.textContent + ' ' + item.li.textContent + ' ' + item.rule).toLowerCase();
          fits = words.every((word) => item.text.includes(word));
        }
        item.li.hidden = !fits;
        if (fits) {
          shown += 1;
          const home = item.li.parentElement.parentElement;
          const count = counts.get(home) || { error: 0, warning: 0, info: 0 };
          count[item.severity] += 1;
          counts.set(home, count);
        }
      }
      for (const home of list.children) {
        const count = counts.get(home);
        home.hidden = !count;
        if (!count) continue;
        const signs = Object.entries(names).filter(([, name]) => count[name]).map(([sign, name]) => {
          const b = document.createElement('b');
          b.className = sign;
          b.textContent = count[name];
          return b;
        });
        home.querySelector('.n').replaceChildren(...signs);
      }
      $('none').hidden = shown > 0;
      const said = $('shown');
      said.textContent = said.dataset.said.replace('{n}', shown).replace('{all}', items.length);
    };

    filtering(form, apply);
  }

  // The heat map: a line that tells the cell under the pointer, arrow keys, sorting.
  const readout = $('readout');
  const maps = all('.map');
  const help = readout.textContent;
  const states = {};
  for (const key of all('.legend b')) states[key.className] = key.nextSibling.textContent;

  const tell = (cell) => {
    for (const head of all('.map thead .on')) head.classList.remove('on');
    if (!cell || cell.tagName !== 'TD' || cell.matches('.sum, .u')) {
      readout.textContent = help;
      return;
    }
    const row = cell.parentElement;
    const head = cell.closest('table').tHead.rows[0].cells[cell.cellIndex];
    head.classList.add('on');
    const status = ['f', 'o', 'm', 'n'].find((name) => cell.classList.contains(name));
    const plain = states[status].replace(/[（(].*$/, '').trim();
    const count = status === 'f' && !cell.title ? ' ' + cell.textContent : '';
    const unit = document.createElement('b');
    unit.textContent = row.cells[0].textContent;
    readout.replaceChildren(unit, ' · ' + head.title + ' · ' + (cell.title || plain + count));
  };

  for (const map of maps) {
    map.addEventListener('mouseover', (event) => tell(event.target.closest('td')));
    map.addEventListener('mouseleave', () => tell(null));
    map.addEventListener('focusin', (event) => tell(event.target.closest('td')));
    // One stop for the Tab key; arrows go on from there.
    const links = all('tbody td a', map);
    links.slice(1).forEach((link) => { link.tabIndex = -1; });
    map.addEventListener('keydown', (event) => {
      const cell = event.target.closest('td');
      const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
      if (!cell || !step) return;
      event.preventDefault();
      const rows = map.tBodies[0].rows;
      let r = cell.parentElement.sectionRowIndex + step[0];
      let c = cell.cellIndex + step[1];
      while (rows[r] && c >= 0 && c < map.tHead.rows[0].cells.length) {
        const link = rows[r].cells[c]?.querySelector('td a');
        if (link) {
          event.target.tabIndex = -1;
          link.tabIndex = 0;
          link.focus();
          return;
        }
        r += step[0];
        c += step[1];
      }
    });
  }

  const sort = $('sort');
  const number = (cell) => Number(cell.textContent) || 0;
  const unread = (row) => (row.querySelector('.u') ? 1 : 0);
  const inOrder = maps.map((map) => [...map.tBodies[0].rows]);
  sort.addEventListener('change', () => maps.forEach((map, m) => {
    const rows = [...inOrder[m]];
    if (sort.checked) {
      rows.sort((a, b) => unread(b) - unread(a)
        || number(b.cells[1]) - number(a.cells[1])
        || number(b.cells[2]) - number(a.cells[2]));
    }
    map.tBodies[0].append(...rows);
  }));
  sort.parentElement.hidden = maps.length === 0;
  readout.hidden = maps.length === 0;

  // A link to a place on a folded paper unfolds it, one to a problem that the filter hides shows it.
  const reveal = () => {
    const hash = location.hash.slice(1);
    const target = hash && !hash.includes('=') && $(decodeURIComponent(hash));
    if (!target) return;
    const fold = target.closest('details');
    if (fold) { fold.open = true; fold.hidden = false; }
    target.hidden = false;
    for (const lit of all('.lit')) lit.classList.remove('lit');
    target.classList.add('lit');
    for (const link of all(`.pin[href="#${CSS.escape(target.id)}"], .pl[href="#${CSS.escape(target.id)}"]`)) {
      link.closest('td, p, li')?.classList.add('lit');
    }
    target.scrollIntoView({ block: 'center' });
  };
  addEventListener('hashchange', reveal);
  reveal();

  // On paper every fold is open.
  let folded = [];
  addEventListener('beforeprint', () => {
    folded = all('details:not([open]):not(.pp)');
    folded.forEach((fold) => { fold.open = true; });
  });
  addEventListener('afterprint', () => folded.forEach((fold) => { fold.open = false; }));
})();
