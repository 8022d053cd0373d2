// The workflow on the form of a campaign: folding, keys, menus, drag to move, live figures.
// The server draws and decides; this shows menus, sends what was chosen, and writes new figures.
(function () {
  'use strict';

  var READ_EVERY = 4000;
  var RETRY_AFTER = 10;
  var TOAST = 12000;

  function flow() { return document.querySelector('.n-flow'); }
  function all(selector, within) { return Array.from((within || document).querySelectorAll(selector)); }
  function nodeOf(item) { return item && item.querySelector(':scope > .ui-treenode-content .n-node'); }
  function itemOf(element) { return element.closest('li.ui-treenode'); }
  function items() { return flow() ? all('li.ui-treenode', flow()) : []; }
  function childrenOf(item) { return item.querySelector(':scope > .ui-treenode-children'); }
  function parentOf(item) { return item.parentElement.closest('li.ui-treenode'); }
  function isOpen(item) { return item.getAttribute('aria-expanded') === 'true'; }
  function hasChildren(item) { var list = childrenOf(item); return Boolean(list && list.children.length); }
  function place(item) { return nodeOf(item).dataset.place; }
  function fill(text, a, b) { return text.replace('{0}', a).replace('{1}', b); }
  function params(values) { return Object.keys(values).map(function (name) { return { name: name, value: values[name] }; }); }

  function itemBy(key) {
    return items().find(function (item) { return nodeOf(item).dataset.key === key; });
  }

  // folding ---------------------------------------------------------------------------------------
  function fold(item, open) {
    if (!hasChildren(item)) { return; }
    item.setAttribute('aria-expanded', String(open));
    childrenOf(item).style.display = open ? '' : 'none';
    var toggler = item.querySelector(':scope > .ui-treenode-content > .ui-tree-toggler');
    toggler.classList.toggle('ui-icon-triangle-1-s', open);
    toggler.classList.toggle('ui-icon-triangle-1-e', !open);
  }

  var remembering;
  function remember() {
    allFolded();
    clearTimeout(remembering);
    remembering = setTimeout(function () {
      var folded = items().filter(function (item) { return hasChildren(item) && !isOpen(item); }).map(place);
      window.nurtureFold(params({ folded: folded.join(' ') }));
    }, 300);
  }

  function allFolded() {
    var button = document.querySelector('[data-do="foldall"]');
    if (!button) { return; }
    var open = items().some(function (item) { return hasChildren(item) && isOpen(item); });
    var label = open ? button.dataset.label || button.title : button.dataset.other;
    button.dataset.label = button.dataset.label || button.title;
    button.title = label;
    button.setAttribute('aria-label', label);
    button.firstElementChild.className = 'pi ' + (open ? 'pi-angle-double-up' : 'pi-angle-double-down');
    button.hidden = !items().some(hasChildren);
  }

  function foldAll() {
    var open = items().some(function (item) { return hasChildren(item) && isOpen(item); });
    items().forEach(function (item) { fold(item, !open); });
    remember();
  }

  // focus: one item of the tree is in the page's order ----------------------------------------------
  var current = null;
  function visible(item) { return item.offsetParent !== null; }

  function settle() {
    var list = items();
    if (!list.length) { return; }
    // the component's own keys and mouse know neither drag and drop nor what is remembered
    window.jQuery('.n-flow .ui-tree').off('.tree .tree-toggle .tree-content').find('*').addBack().off('focus.tree');
    all('.n-flow [tabindex]').forEach(function (element) {
      if (element.matches('.ui-tree-container, .ui-treenode-content')) { element.removeAttribute('tabindex'); }
    });
    list.forEach(function (item) {
      item.removeAttribute('aria-selected');
      item.setAttribute('aria-label', nodeOf(item).dataset.label);
      if (!hasChildren(item)) { item.removeAttribute('aria-expanded'); }
      item.tabIndex = -1;
      all('a, .n-node', nodeOf(item)).forEach(function (link) { if (link.tagName === 'A') { link.draggable = false; } });
    });
    var at = current && itemBy(current);
    (at && visible(at) ? at : list[0]).tabIndex = 0;
    flow().querySelector('[role="tree"]').setAttribute('aria-describedby', 'treehelp');
    zeros(document);
    allFolded();
  }

  function focus(item) {
    if (!item) { return; }
    items().forEach(function (each) { each.tabIndex = -1; });
    item.tabIndex = 0;
    current = nodeOf(item).dataset.key;
    item.focus({ preventScroll: true });
    nodeOf(item).scrollIntoView({ block: 'nearest' });
  }

  function step(item, by) {
    var shown = items().filter(visible);
    focus(shown[shown.indexOf(item) + by]);
  }

  // Keys on an item itself; what its buttons and links do with keys stays theirs.
  document.addEventListener('keydown', function (event) {
    var item = event.target;
    if (!item.matches || !item.matches('.n-flow li.ui-treenode')) {
      if (item.closest && item.closest('.n-flow') && event.key === 'Escape' && !popup) { focus(itemOf(item)); }
      if (item.closest && item.closest('.n-flow')) { event.stopPropagation(); }
      return;
    }
    if (event.ctrlKey || event.metaKey) { return; }
    var known = true;
    if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      run(item, event.key === 'ArrowUp' ? 'up' : 'down');
    } else if (event.key === 'ArrowDown') { step(item, 1);
    } else if (event.key === 'ArrowUp') { step(item, -1);
    } else if (event.key === 'ArrowRight') {
      if (hasChildren(item) && !isOpen(item)) { fold(item, true); remember(); } else if (hasChildren(item)) { focus(childrenOf(item).firstElementChild); }
    } else if (event.key === 'ArrowLeft') {
      if (hasChildren(item) && isOpen(item)) { fold(item, false); remember(); } else { focus(parentOf(item)); }
    } else if (event.key === 'Home') { focus(items()[0]);
    } else if (event.key === 'End') { focus(items().filter(visible).pop());
    } else if (event.key === 'Enter') { press(item, item.classList.contains('gone') ? 'keep' : 'edit');
    } else if (event.key === '+') { press(item, 'add');
    } else if (event.key === 'Delete') { if (!item.classList.contains('gone')) { run(item, 'delete'); }
    } else if (event.key === 'ContextMenu' || (event.shiftKey && event.key === 'F10')) { press(item, 'more');
    } else { known = false; }
    if (known) {
      event.preventDefault();
      event.stopPropagation();
    }
  }, true);

  function press(item, what) {
    var button = nodeOf(item).querySelector('[data-do="' + what + '"]');
    if (button) { button.click(); }
  }

  // what the buttons do -------------------------------------------------------------------------------
  function run(item, what, more) {
    var node = nodeOf(item);
    current = node.dataset.key;
    if (what === 'delete') {
      var shown = items().filter(function (each) { return visible(each) && !item.contains(each); });
      var before = shown.filter(function (each) { return each.compareDocumentPosition(item) & Node.DOCUMENT_POSITION_FOLLOWING; }).pop();
      current = nodeOf(before || shown[0] || item).dataset.key;
    }
    refocus = 'now';
    var values = { do: what, key: what === 'keep' ? node.dataset.place : node.dataset.key };
    Object.assign(values, more);
    window.nurtureRun(params(values));
  }

  // A dialog is asked for: when it closes, the keyboard comes back to this item.
  function leave(item) {
    focus(item);
    refocus = 'closed';
    opened = false;
  }

  function act(what, item) {
    var key = nodeOf(item).dataset.key;
    current = key;
    if (what === 'edit') { leave(item); window.nurtureDialog(params({ key: key, trigger: '' })); }
    else if (what === 'place') { leave(item); window.nurtureMove(params({ key: key })); }
    else { run(item, what); }
  }

  document.addEventListener('click', function (event) {
    var toggler = event.target.closest('.n-flow .ui-tree-toggler');
    if (toggler) {
      // before the tree's own, which knows nothing of remembering
      event.stopPropagation();
      var item = itemOf(toggler);
      fold(item, !isOpen(item));
      remember();
      return;
    }
    var below = event.target.closest('.n-below');
    if (below) { fold(itemOf(below), true); remember(); return; }
    var button = event.target.closest('[data-do]');
    if (!button || button.closest('.n-popup')) { return; }
    var what = button.dataset.do;
    if (what === 'foldall') { foldAll(); return; }
    if (what === 'hush') { hush(); return; }
    var on = itemOf(button);
    if (!on) { return; }
    if (what === 'add') { menu(nodeOf(on).dataset.type, button, on, function (choice) {
      leave(on);
      window.nurtureDialog(params({ key: current, trigger: choice.dataset.trigger }));
    }); } else if (what === 'more') { menu('more', button, on, function (choice) { act(choice.dataset.do, on); }); } else { act(what, on); }
  }, true);

  // menus ---------------------------------------------------------------------------------------------
  var popup = null;

  function closeMenu(back) {
    if (!popup) { return; }
    var opener = popup.opener;
    popup.box.remove();
    popup = null;
    if (opener.removeAttribute) { opener.removeAttribute('aria-expanded'); }
    if (back) { (opener.closest && document.contains(opener) ? opener : itemBy(current) || document.body).focus(); }
  }

  // at: the button that opens it, or {x, y} where something was dropped
  function menu(name, at, item, chosen, head) {
    var again = popup && popup.opener === at;
    closeMenu(false);
    if (again) { return; }
    var list = document.querySelector('#nodeMenus [data-menu="' + name + '"]').cloneNode(true);
    var siblings = item ? all(':scope > li', item.parentElement).filter(function (each) { return !each.classList.contains('gone'); }) : [];
    var offered = { up: siblings.indexOf(item) > 0, down: siblings.indexOf(item) < siblings.length - 1, branch: item && hasChildren(item) };
    all('[data-if]', list).forEach(function (line) { if (!offered[line.dataset.if]) { line.remove(); } });
    list.setAttribute('role', 'menu');
    list.setAttribute('aria-label', head || at.title || '');
    if (head) {
      var title = document.createElement('li');
      title.className = 'head';
      title.setAttribute('role', 'presentation');
      title.textContent = head;
      list.prepend(title);
    }
    var box = document.createElement('div');
    box.className = 'n-popup n-pop';
    box.append(list);
    document.body.append(box);
    var from = at.getBoundingClientRect ? at.getBoundingClientRect() : { left: at.x, right: at.x + list.offsetWidth, top: at.y, bottom: at.y };
    var left = Math.max(8, Math.min(from.right - list.offsetWidth, window.innerWidth - list.offsetWidth - 8));
    var under = from.bottom + 4 + list.offsetHeight <= window.innerHeight || from.top < list.offsetHeight + 8;
    box.style.left = left + window.scrollX + 'px';
    box.style.top = (under ? from.bottom + 4 : from.top - 4 - list.offsetHeight) + window.scrollY + 'px';
    popup = { box: box, opener: at, chosen: chosen };
    if (at.setAttribute) { at.setAttribute('aria-expanded', 'true'); }
    list.querySelector('[role="menuitem"]').focus({ preventScroll: true });
  }

  document.addEventListener('click', function (event) {
    if (!popup) { return; }
    var choice = event.target.closest('.n-popup [role="menuitem"]');
    if (choice) {
      var chosen = popup.chosen;
      closeMenu(false);
      chosen(choice);
    } else if (!event.target.closest('[data-do]')) { closeMenu(false); }
  });

  document.addEventListener('keydown', function (event) {
    if (!popup) { return; }
    var choices = all('[role="menuitem"]', popup.box);
    var at = choices.indexOf(document.activeElement);
    var to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (to !== undefined) {
      choices[(to + choices.length) % choices.length].focus();
    } else if (event.key === 'Escape' || event.key === 'Tab') { closeMenu(true);
    } else if (event.key.length === 1 && event.key !== ' ') {
      var letter = choices.find(function (each, i) { return i > at && each.textContent.trim().toLowerCase().startsWith(event.key.toLowerCase()); })
        || choices.find(function (each) { return each.textContent.trim().toLowerCase().startsWith(event.key.toLowerCase()); });
      if (letter) { letter.focus(); }
    } else { return; }
    event.preventDefault();
    event.stopPropagation();
  }, true);

  // drag to move ------------------------------------------------------------------------------------------
  var dragged = null;

  function target(event) {
    if (!event.target.closest) { return null; }
    var root = event.target.closest('.n-start');
    if (root) { return { element: root, root: true, fits: true }; }
    var content = event.target.closest('.n-flow .ui-treenode-content');
    if (!content) { return null; }
    var item = itemOf(content);
    return { element: nodeOf(item), item: item, fits: !dragged.contains(item) && !item.classList.contains('gone') };
  }

  function unmark() { all('.n-drop, .n-nodrop').forEach(function (each) { each.classList.remove('n-drop', 'n-nodrop'); }); }

  document.addEventListener('dragstart', function (event) {
    var node = event.target.closest && event.target.closest('.n-node[draggable="true"]');
    if (!node) { return; }
    closeMenu(false);
    dragged = itemOf(node);
    event.dataTransfer.effectAllowed = 'move';
    event.dataTransfer.setData('text/plain', node.dataset.name);
    setTimeout(function () { if (dragged) { dragged.classList.add('n-dragged'); flow().classList.add('n-dragging'); } }, 0);
  });

  document.addEventListener('dragover', function (event) {
    if (!dragged) { return; }
    var over = target(event);
    unmark();
    if (!over) { return; }
    if (over.item !== dragged) { over.element.classList.add(over.fits ? 'n-drop' : 'n-nodrop'); }
    if (over.fits) {
      event.preventDefault();
      event.dataTransfer.dropEffect = 'move';
    }
  });

  document.addEventListener('drop', function (event) {
    if (!dragged) { return; }
    var over = target(event);
    if (!over || !over.fits) { return; }
    event.preventDefault();
    var moved = dragged;
    var texts = document.getElementById('nodeMenus').dataset;
    var head = over.root ? texts.begin : fill(texts.under, nodeOf(over.item).dataset.name, '');
    menu(over.root ? 'root' : nodeOf(over.item).dataset.type, { x: event.clientX, y: event.clientY }, null, function (choice) {
      run(moved, 'move', { to: over.root ? '' : nodeOf(over.item).dataset.key, trigger: choice.dataset.trigger });
    }, head);
  });

  document.addEventListener('dragend', function () {
    unmark();
    all('.n-dragged, .n-dragging').forEach(function (each) { each.classList.remove('n-dragged', 'n-dragging'); });
    dragged = null;
  });

  // after the server's answer ---------------------------------------------------------------------------------
  // 'now': with the next answer; 'closed': when the dialog that was asked for has been open and is closed
  var refocus = '';
  var opened = false;
  var hushing;

  function hush() {
    var toast = document.querySelector('.n-toast');
    if (toast) { toast.remove(); }
  }

  function ran(args) {
    if (args && args.focus) { current = args.focus; }
    clearTimeout(hushing);
    hushing = setTimeout(function later() {
      var toast = document.querySelector('.n-toast');
      if (toast && (toast.matches(':hover') || toast.contains(document.activeElement))) { hushing = setTimeout(later, TOAST); } else { hush(); }
    }, TOAST);
  }

  function dialogOpen() {
    return all('.ui-dialog').some(function (dialog) { return dialog.getAttribute('aria-hidden') === 'false' || window.getComputedStyle(dialog).display !== 'none' && dialog.offsetParent !== null; });
  }

  // Nobody has the keyboard, or what has it is hidden with its dialog.
  function lost() {
    var at = document.activeElement;
    return !at || at === document.body || at.getClientRects().length === 0 || at.matches('.n-flow li');
  }

  function back() {
    var item = current && itemBy(current) || items()[0];
    for (var up = item && parentOf(item); up; up = parentOf(up)) { fold(up, true); }
    if (lost()) { focus(item); }
  }

  function drawn(args) {
    settle();
    if (!reading && !document.hidden) { reading = setTimeout(read, READ_EVERY); }
    if (dialogOpen()) { opened = true; return; }
    if (args && args.focus) {
      current = args.focus;
      refocus = 'now';
    }
    if (refocus === 'now' || refocus === 'closed' && opened) {
      refocus = '';
      back();
    }
  }

  // live figures ------------------------------------------------------------------------------------------------
  var lastRead = new Date();
  var reading = null;
  var retryIn = 0;

  function zeros(within) {
    all('.meta a[data-v], .n-badge[data-v]', within).forEach(function (element) { element.hidden = !element.textContent; });
  }

  function write(figures) {
    Object.keys(figures).forEach(function (name) {
      all('[data-v="' + CSS.escape(name) + '"]').forEach(function (element) {
        var text = figures[name];
        if (element.tagName === 'path') { element.setAttribute('d', text); return; }
        element.textContent = text;
        if (name.endsWith(':rejected')) { element.classList.toggle('warn', !/^0\b/.test(text)); }
        if (element.matches('.meta a, .n-badge')) { element.hidden = !text; }
      });
    });
  }

  function told(status, args) {
    clearTimeout(reading);
    if (args && args.figures) {
      write(JSON.parse(args.figures));
      lastRead = new Date();
      stale(false);
      reading = setTimeout(read, READ_EVERY);
    } else {
      retryIn = RETRY_AFTER;
      countdown();
    }
  }

  function countdown() {
    stale(true);
    if (retryIn <= 0) { read(); return; }
    retryIn -= 1;
    clearTimeout(reading);
    reading = setTimeout(countdown, 1000);
  }

  function stale(is) {
    var banner = document.getElementById('stale');
    banner.hidden = !is;
    if (is) {
      var time = lastRead.toLocaleTimeString(document.documentElement.lang || undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
      banner.querySelector('.why').textContent = fill(retryIn > 0 ? banner.dataset.again : banner.dataset.trying, time, retryIn);
    }
  }

  function read() {
    clearTimeout(reading);
    reading = null;
    if (!window.nurtureFigures || document.hidden) { return; }
    window.nurtureFigures();
  }

  document.addEventListener('visibilitychange', function () { if (!document.hidden) { read(); } });
  document.addEventListener('click', function (event) { if (event.target.closest('[data-live="now"]')) { retryIn = 0; countdown(); } });

  // unsaved changes -----------------------------------------------------------------------------------------------
  var leaving = false;

  document.addEventListener('input', function (event) {
    var form = event.target.closest('.n-campaign');
    if (form && !event.target.matches('.n-period')) { form.classList.add('n-typed'); }
  });
  document.addEventListener('click', function (event) { if (event.target.closest('.n-goes, .ui-confirmdialog-yes')) { leaving = true; } }, true);
  window.addEventListener('beforeunload', function (event) {
    if (!leaving && document.querySelector('.n-typed, .n-isdirty')) {
      event.preventDefault();
      event.returnValue = '';
    }
  });
  document.addEventListener('keydown', function (event) {
    var save = document.getElementById('form:save');
    if ((event.ctrlKey || event.metaKey) && event.key === 's' && save && !dialogOpen()) {
      event.preventDefault();
      if (document.activeElement) { document.activeElement.blur(); }
      save.click();
    }
  });

  window.Nurture = { ran: ran, told: told };
  window.jQuery(document).on('pfAjaxComplete', function (event, xhr, settings, args) {
    drawn(args);
    var form = document.querySelector('.n-campaign');
    // what was typed is with the server now: it says whether something is unsaved
    if (form && document.querySelector('.n-isdirty') === null && window.PrimeFaces.ajax.Queue.isEmpty()) { form.classList.remove('n-typed'); }
    setTimeout(function () { leaving = false; }, 2000);
  });
  window.jQuery(settle);
  reading = setTimeout(read, READ_EVERY);
})();
