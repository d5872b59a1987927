// A page of many units holds its problems as compact data; rows are made when they come into sight.
(() => {
  'use strict';
  const $ = (id) => document.getElementById(id);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const make = (tag, className, text) => {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  };
  const data = JSON.parse($('data').textContent);
  const S = data.strings;
  const names = { e: 'error', w: 'warning', i: 'info' };
  const titles = data.severities;

  // Fills a box step by step: `next` gives what comes next, or nothing.
  const lazily = (box, after, step, next) => {
    const mark = make('div', 'more');
    after(mark);
    let seen = null;
    const fill = () => {
      for (let i = 0; i < step; i += 1) {
        const made = next();
        if (!made) { seen.disconnect(); mark.remove(); return; }
        box.append(made);
      }
      // Still in sight: it is watched anew, and tells so again.
      seen.unobserve(mark);
      seen.observe(mark);
    };
    seen = new IntersectionObserver((found) => { if (found.some((f) => f.isIntersecting)) fill(); }, { rootMargin: '800px' });
    fill();
    seen.observe(mark);
    return () => { seen.disconnect(); mark.remove(); };
  };

  // The units' tables.
  const stops = [];
  const rowOf = (u, columns) => {
    const unit = data.units[u];
    const tr = make('tr');
    const th = make('th');
    th.scope = 'row';
    th.title = unit.f;
    const a = make('a', '', unit.l);
    a.href = '#unit=' + (u + 1);
    th.append(a);
    tr.append(th);
    [['e', unit.c[0]], ['w', unit.c[1]], ['r', unit.r]].forEach(([c, n]) => tr.append(make('td', n ? 'sum ' + c : 'sum', n || '')));
    if (unit.x !== undefined) {
      const td = make('td', 'u');
      td.colSpan = Math.max(columns.length, 1);
      td.append(make('b', '', data.unread), ' ' + unit.x);
      tr.append(td);
      return tr;
    }
    unit.t.forEach(([status, records, e, w], i) => {
      const [code, name, starts] = columns[i];
      const worst = e ? ' e' : w ? ' w' : '';
      const n = e + w;
      const text = status === 'm' ? data.missing : n || (status === 'f' ? records : '');
      const td = make('td', status + worst + (starts ? ' s' : ''));
      if (worst) {
        const link = make('a', '', text);
        link.href = '#unit=' + (u + 1) + '&table=' + encodeURIComponent(code);
        td.title = [e && titles.e + ' ' + e, w && titles.w + ' ' + w].filter(Boolean).join(', ');
        td.append(link);
      } else {
        td.textContent = text;
        td.title = code + ' ' + name;
      }
      tr.append(td);
    });
    return tr;
  };
  const maps = all('.map');
  const drawMaps = (sorted) => {
    stops.splice(0).forEach((stop) => stop());
    maps.forEach((map, m) => {
      const columns = data.columns[m];
      const own = data.units.map((_, u) => u).filter((u) => data.units[u].d === m);
      if (sorted) {
        const of = (u) => data.units[u];
        own.sort((a, b) => (of(b).x !== undefined) - (of(a).x !== undefined)
          || of(b).c[0] - of(a).c[0] || of(b).c[1] - of(a).c[1]);
      }
      const body = map.tBodies[0];
      body.replaceChildren();
      let at = 0;
      stops.push(lazily(body, (mark) => map.after(mark), 60, () => (at < own.length ? rowOf(own[at++], columns) : null)));
    });
  };
  const sort = $('sort');
  sort.addEventListener('change', () => drawMaps(sort.checked));
  sort.parentElement.hidden = maps.length === 0;
  drawMaps(false);

  // The problems.
  const form = $('filter');
  if (!form) return;
  const list = $('list');
  const items = [];
  for (const u of data.order) {
    for (const p of data.units[u].p) items.push({ u, p, text: null });
  }
  const words = (item) => {
    const unit = data.units[item.u];
    const [, rule, table, place, record, file, message, quote, , hint] = item.p;
    return [unit.l, unit.f, unit.w.join(' '), S[rule], S[table], place, record, file, S[message], quote, S[hint]].join(' ').toLowerCase();
  };
  const itemOf = ({ u, p }) => {
    const [severity, rule, table, place, record, file, message, quote, more, hint] = p;
    const li = make('li', 'p ' + severity);
    li.dataset.r = S[rule];
    li.dataset.t = S[table];
    const at = make('div', 'at');
    at.append(make('b', 'sev', titles[severity]), make('span', 'un', data.units[u].n), make('span', 'pl', place));
    if (record) at.append(make('bdi', 'rec', record));
    if (file) at.append(make('bdi', 'file', file));
    const what = make('div', 'what', S[message]);
    if (quote) {
      const q = make('q', '', quote);
      if (more) q.append(make('i', '', more));
      what.append(q);
    }
    li.append(at, what, make('div', 'todo', S[hint]));
    return li;
  };
  const inner = [];
  const groupOf = ([key, found], by) => {
    const details = make('details', 'g');
    details.open = true;
    const summary = make('summary');
    const n = make('span', 'n');
    for (const sign of 'ewi') {
      const count = found.filter((item) => item.p[0] === sign).length;
      if (count) n.append(make('b', sign, count));
    }
    const ol = make('ol');
    if (by === 'unit') {
      const unit = data.units[key];
      details.dataset.u = key + 1;
      const who = make('span', 'who');
      for (const part of unit.w) who.append(make('bdi', '', part));
      for (const file of [unit.f, ...unit.a]) who.append(make('bdi', 'file', file));
      summary.append(make('h3', '', unit.n), n, who);
    } else {
      const option = all('option', $(by)).find((o) => o.value === key && o.value);
      summary.append(make('h3', '', option ? option.textContent : $(by).dataset.none || key), n);
    }
    details.append(summary, ol);
    let at = 0;
    inner.push(lazily(ol, (mark) => details.append(mark), 100, () => (at < found.length ? itemOf(found[at++]) : null)));
    return details;
  };
  let stop = () => {};
  const apply = (now) => {
    const asked = now.q.toLowerCase().split(/\s+/).filter(Boolean);
    const groups = new Map();
    let shown = 0;
    for (const item of items) {
      const { u, p } = item;
      if (!now.severity.includes(names[p[0]]) || (now.rule && now.rule !== S[p[1]])
        || (now.unit && Number(now.unit) !== u + 1) || (now.table && now.table !== S[p[2]])) continue;
      if (asked.length) {
        item.text ??= words(item);
        if (!asked.every((word) => item.text.includes(word))) continue;
      }
      shown += 1;
      const key = now.group === 'unit' ? u : now.group === 'rule' ? S[p[1]] : S[p[2]];
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(item);
    }
    stop();
    inner.splice(0).forEach((one) => one());
    list.className = 'by-' + now.group;
    list.replaceChildren();
    let ordered = [...groups];
    if (now.group !== 'unit') {
      const order = all('option', $(now.group)).slice(1).map((option) => option.value);
      order.push('');
      ordered.sort((a, b) => order.indexOf(a[0]) - order.indexOf(b[0]));
    }
    let at = 0;
    stop = lazily(list, (mark) => list.after(mark), 20, () => (at < ordered.length ? groupOf(ordered[at++], now.group) : null));
    $('none').hidden = shown > 0;
    const said = $('shown');
    said.textContent = said.dataset.said.replace('{n}', shown).replace('{all}', items.length);
  };
  filtering(form, apply);
})();
