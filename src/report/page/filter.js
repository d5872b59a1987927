// The filter's form and the address (#q=…&rule=…) say the same, so that a view can be sent on; links
// in the page only change the address. `apply` is given what is asked for, and shows it.
const filtering = (form, apply) => {
  const $ = (id) => document.getElementById(id);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const usual = all('[name=severity]', form).filter((box) => box.defaultChecked).map((box) => box.value);
  const state = () => ({
    q: $('q').value.trim(),
    severity: all('[name=severity]:checked', form).map((box) => box.value),
    rule: $('rule').value, unit: $('unit').value, table: $('table').value,
    group: form.elements.group.value,
  });

  const write = () => {
    const now = state();
    const params = new URLSearchParams();
    for (const key of ['q', 'rule', 'unit', 'table']) if (now[key]) params.set(key, now[key]);
    if (now.severity.join() !== usual.join()) params.set('severity', now.severity.join());
    if (now.group !== 'unit') params.set('group', now.group);
    const hash = params.toString().replaceAll('%2C', ',');
    try {
      history.replaceState(null, '', hash ? '#' + hash : location.pathname + location.search);
    } catch {
      location.hash = hash;
    }
  };

  // Takes the state from the address; says whether there was one.
  const read = () => {
    const hash = location.hash.slice(1);
    if (!hash.includes('=')) return false;
    const params = new URLSearchParams(hash);
    $('q').value = params.get('q') || '';
    for (const key of ['rule', 'unit', 'table']) {
      $(key).value = params.get(key) || '';
      if ($(key).selectedIndex < 0) $(key).value = '';
    }
    const severity = params.has('severity') ? params.get('severity').split(',') : usual;
    for (const box of all('[name=severity]', form)) box.checked = severity.includes(box.value);
    const by = params.get('group');
    form.elements.group.value = ['rule', 'table'].includes(by) ? by : 'unit';
    return true;
  };

  const go = () => {
    const asked = read();
    apply(state());
    if (asked) form.scrollIntoView();
  };

  let timer;
  form.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => { apply(state()); write(); }, 120);
  });
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('reset', () => setTimeout(() => {
    for (const box of all('[name=severity]', form)) box.checked = true;
    apply(state());
    write();
  }));
  addEventListener('hashchange', () => { if (location.hash.includes('=')) go(); });
  // The same link a second time changes no address, but means the same.
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[href*="="]');
    if (link && link.hash === location.hash) go();
  });
  form.hidden = false;
  go();
};
