// The desk's own script: what a keyboard, dropped files and a split view need. Everything else is
// done by the server; without this script the pages' forms work all the same.
(() => {
  'use strict';
  const $ = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const survey = document.body.dataset.survey;
  const zh = document.documentElement.lang.startsWith('zh');

  // What is said to the clerk for a moment.
  let hush;
  function say(text, fine = false) {
    const place = $('#say');
    place.className = fine ? 'fine' : '';
    place.textContent = text;
    clearTimeout(hush);
    hush = setTimeout(() => { place.textContent = ''; }, fine ? 3000 : 12000);
  }
  const why = html => new DOMParser().parseFromString(html, 'text/html').querySelector('#why')?.textContent.trim();
  document.body.addEventListener('htmx:responseError', e => say(why(e.detail.xhr.responseText) || e.detail.xhr.statusText));
  document.body.addEventListener('htmx:sendError', () => say(zh ? '汇表没有回应：程序可能已经退出。做过的处理都在，请重新打开。' : 'huibiao does not answer: it may have ended. What was done is kept; open it again.'));

  // Whether something has changed meanwhile, and how far the reading has come.
  if (survey) setInterval(async () => {
    if (document.hidden) return;
    let now;
    try { now = await (await fetch(`/s/${survey}/beat?rev=${document.body.dataset.rev}`)).json(); } catch { return; }
    const reading = $('#reading');
    if (reading && now.files) {
      $('progress', reading).value = now.read;
      $('progress', reading).max = now.files;
      $('b', reading).textContent = `${now.read} / ${now.files}`;
    }
    if (reading && !now.files || now.changed) {
      const busy = document.activeElement?.matches('input, textarea, select') || $('.slot form, form.explain:not([hidden]), form.return:not([hidden]), #sent li, #all:checked, [name=one]:checked');
      if (now.changed && !busy && !document.body.matches('.unit')) { location.reload(); return; }
      if (reading && !now.files) reading.hidden = true;
      if (now.changed) $('#changed').hidden = false;
    }
  }, 1500);
  // What this page itself has done is no news to it.
  document.body.addEventListener('htmx:afterSwap', async () => {
    if (!survey) return;
    try { document.body.dataset.rev = (await (await fetch(`/s/${survey}/beat?rev=0`)).json()).revision; } catch { /* the next beat says so */ }
  });

  // Dropped files.
  const drop = $('#drop');
  // What Windows and Word leave beside people's files is none of theirs.
  const leftover = path => /(^|\/)(~\$[^/]*|\.[^/]*|thumbs\.db|desktop\.ini)$/i.test(path);
  async function send(dropped) {
    const files = dropped.filter(f => !leftover(f.path));
    let to = drop.dataset.to;
    if (to === 'new') {
      const made = await fetch('/drop', { method: 'POST' });
      if (!made.ok) { say(why(await made.text())); return; }
      to = await made.text();
    }
    const list = $('#sent');
    let failed = false;
    for (const { file, path } of files) {
      const line = document.createElement('li');
      line.textContent = `${path} …`;
      list.append(line);
      try {
        const answer = await fetch(`/s/${to}/upload?name=${encodeURIComponent(path)}`, { method: 'POST', body: file });
        const text = await answer.text();
        line.textContent = answer.ok ? text : why(text) || path;
        if (!answer.ok) { line.className = 'note bad'; failed = true; }
      } catch { line.textContent = `${path}: ${zh ? '没有送到' : 'was not sent'}`; line.className = 'note bad'; failed = true; }
    }
    if (!failed) setTimeout(() => { location.href = to === survey ? location.href : `/s/${to}`; }, 900);
  }
  async function inside(entry, path, out) {
    if (entry.isFile) {
      out.push({ file: await new Promise((y, n) => entry.file(y, n)), path: path + entry.name });
    } else if (entry.isDirectory) {
      const reader = entry.createReader();
      for (;;) {
        const some = await new Promise((y, n) => reader.readEntries(y, n));
        if (!some.length) break;
        for (const one of some) await inside(one, `${path}${entry.name}/`, out);
      }
    }
  }
  if (drop) {
    addEventListener('dragover', e => { e.preventDefault(); drop.classList.add('over'); });
    addEventListener('dragleave', e => { if (!e.relatedTarget) drop.classList.remove('over'); });
    addEventListener('drop', async e => {
      e.preventDefault();
      drop.classList.remove('over');
      const out = [];
      const entries = [...e.dataTransfer.items].map(i => i.webkitGetAsEntry?.()).filter(Boolean);
      for (const entry of entries) await inside(entry, '', out);
      if (out.length) send(out);
    });
    $('#pick')?.addEventListener('change', e => send([...e.target.files].map(file => ({ file, path: file.name }))));
  }
  for (const input of all('input.set')) input.addEventListener('change', async () => {
    const file = input.files[0];
    if (!file) return;
    const answer = await fetch(`${input.dataset.set}?name=${encodeURIComponent(file.name)}`, { method: 'POST', body: file });
    if (answer.ok) location.reload(); else say(why(await answer.text()));
    input.value = '';
  });

  // One unit: findings, data and paper lit up together.
  const split = $('#split');
  function paper(n) {
    for (const sheet of all('.sheet-of')) sheet.hidden = sheet.dataset.n !== String(n);
    for (const button of all('.papers button')) button.setAttribute('aria-pressed', String(button.dataset.paper === String(n)));
  }
  // A path as the drawing has it: white space and % are escaped in it.
  const token = path => path.replace(/[%\s]/g, c => encodeURIComponent(c));
  const named = path => (el => (el.dataset.path || '').split(' ').includes(path));
  function light(path, id, n) {
    for (const el of all('.lit, .v.on')) el.classList.remove('lit', 'on');
    if (n !== undefined) paper(n);
    const papers = $('#papers');
    const pin = id && $(`a.pin[href="#${CSS.escape(id)}"]`, papers);
    const pinned = pin && (pin.closest('[data-path], td, p, .box, .dw') || pin);
    let seen = pinned ? [pinned] : [];
    if (path && path !== '/') for (const el of all('[data-path]', papers).filter(named(token(path)))) if (!seen.includes(el)) seen.push(el);
    const hidden = seen[0]?.closest('.sheet-of[hidden]');
    if (hidden) paper(hidden.dataset.n);
    for (const el of seen) el.classList.add('lit');
    seen[0]?.scrollIntoView({ block: 'center', inline: 'nearest' });
    for (const v of all('#data .v[data-path]').filter(v => v.dataset.path === path)) v.classList.add('on');
  }
  let at = -1;
  const found = () => all('#data .found');
  function choose(one, focus = true) {
    for (const other of all('.found.on')) other.classList.remove('on');
    if (!one) return;
    one.closest('details')?.setAttribute('open', '');
    one.classList.add('on');
    at = found().indexOf(one);
    if (focus) { one.focus({ preventScroll: true }); one.scrollIntoView({ block: 'nearest' }); }
    light(one.dataset.path, one.id, one.dataset.paper);
  }
  function step(by) {
    const todo = all('#data .found[data-todo]');
    if (!todo.length) return;
    const here = todo.indexOf($('.found.on'));
    choose(todo[here < 0 ? (by > 0 ? 0 : todo.length - 1) : (here + by + todo.length) % todo.length]);
  }
  function open(one, name) {
    for (const form of all('form.explain, form.return', one)) form.hidden = !form.matches(`.${name}`) || !form.hidden;
    for (const button of all('[data-open]', one)) button.setAttribute('aria-expanded', String(!$(`form.${button.dataset.open}`, one).hidden));
    $('.slot', one)?.replaceChildren();
    const form = $(`form.${name}`, one);
    if (!form.hidden) $('input[name=why]', form).focus();
  }
  function close() {
    const one = $('.found.on');
    for (const slot of all('.slot')) slot.replaceChildren();
    for (const form of all('form.explain, form.return')) form.hidden = true;
    for (const button of all('[data-open]')) button.setAttribute('aria-expanded', 'false');
    one?.focus();
  }
  if (split) {
    split.addEventListener('click', e => {
      const tab = e.target.closest('.papers button');
      if (tab) { paper(tab.dataset.paper); return; }
      if (e.target.closest('.cancel')) { close(); return; }
      const opener = e.target.closest('[data-open]');
      if (opener) { choose(opener.closest('.found'), false); open(opener.closest('.found'), opener.dataset.open); return; }
      const value = e.target.closest('.v');
      if (value) { light(value.dataset.path); return; }
      const one = e.target.closest('.found');
      if (one && !e.target.closest('form, button, a')) { choose(one); return; }
      const pin = e.target.closest('#papers a.pin');
      if (pin) {
        const its = document.getElementById(pin.getAttribute('href').slice(1));
        if (its) { e.preventDefault(); choose(its); its.scrollIntoView({ block: 'center' }); }
        return;
      }
      const place = e.target.closest('#papers [data-path]');
      if (place && !e.target.closest('a')) {
        const paths = place.dataset.path.split(' ');
        const its = found().find(f => paths.includes(token(f.dataset.path)));
        if (its) { choose(its, false); its.scrollIntoView({ block: 'center' }); return; }
        const shown = all('#data .v[data-path]').find(v => paths.includes(token(v.dataset.path)));
        light(shown?.dataset.path || '');
        place.classList.add('lit');
        shown?.closest('details')?.setAttribute('open', '');
        shown?.scrollIntoView({ block: 'center' });
      }
    });
    // Enter on a value corrects it, as a double click does.
    split.addEventListener('keydown', e => {
      if (e.key === 'Enter' && e.target.matches('.v')) { e.preventDefault(); htmx.trigger(e.target, 'edit'); }
    });
    addEventListener('keydown', e => {
      if (e.key === 'Escape') { close(); return; }
      if (e.ctrlKey || e.metaKey || e.altKey || e.target.matches('input, textarea, select')) return;
      const one = $('.found.on');
      const press = key => { const button = one && $(`.act[data-key=${key}]`, one); if (button) { e.preventDefault(); button.click(); } };
      switch (e.key) {
        case 'j': case 'J': case 'n': e.preventDefault(); step(1); break;
        case 'k': case 'K': case 'p': e.preventDefault(); step(-1); break;
        case 'e': case 'E': if (e.target.matches('.v')) { e.preventDefault(); htmx.trigger(e.target, 'edit'); } else press('e'); break;
        case 'a': case 'A': press('a'); break;
        case 'r': case 'R': press('r'); break;
        case 'u': case 'U': e.preventDefault(); $('#undo')?.click(); break;
        case '[': $('#before')?.click(); break;
        case ']': $('#after')?.click(); break;
      }
    });
    document.body.addEventListener('htmx:beforeSwap', e => { if (e.detail.target.id === 'data') e.detail.target.dataset.top = $('#data-box').scrollTop; });
    document.body.addEventListener('htmx:afterSettle', e => {
      const target = e.detail.target;
      if (target.matches('.slot')) { $('[autofocus], input:not([type=hidden]), select, textarea', target)?.focus(); $('form', target)?.scrollIntoView({ block: 'nearest' }); return; }
      if (target.closest('.sheet-of')) { const one = $('.found.on'); if (one) light(one.dataset.path, one.id, one.dataset.paper); else if (its?.length) lead(); return; }
      if (!$('#data')) return;
      // After an act the next thing to do is at hand.
      const list = found();
      const next = list.slice(Math.max(at, 0)).find(f => 'todo' in f.dataset) || list.find(f => 'todo' in f.dataset);
      if (next) choose(next); else { light('\u0000'); $('#data-box').focus(); }
    });
    const wanted = /^#f\d+$/.test(location.hash) && document.getElementById(location.hash.slice(1));
    const first = wanted || $('#data .found[data-todo]');
    // A record that another page leads to.
    const led = /^#at=(.+)$/.exec(location.hash);
    const its = led && all('#data .v[data-path]').filter(v => v.dataset.path.startsWith(decodeURIComponent(led[1]) + '/'));
    function lead() {
      light(its[0].dataset.path);
      for (const v of its) v.classList.add('on');
    }
    if (its?.length) {
      its[0].closest('details')?.setAttribute('open', '');
      its[0].scrollIntoView({ block: 'center' }); its[0].focus({ preventScroll: true });
      lead();
    } else if (first) choose(first);
  }

  $('#all')?.addEventListener('change', e => { for (const one of all('[name=one]')) one.checked = e.target.checked; });
  $('#print')?.addEventListener('click', () => print());
  for (const button of all('.copy')) button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.from).textContent);
    say(zh ? '已复制' : 'copied', true);
  });
})();
