// The picker of a filter's fields: own fields at the left, those of the relation that is marked at
// the right. Focus stays in the search; arrows move, Enter picks, Escape closes.
(function () {
  'use strict';
  var nurture = window.nurture = window.nurture || {};
  var loaded = {};
  var open = null;
  var shown = 0;

  var ICONS = { text: 'pi-align-left', integer: 'pi-hashtag', decimal: 'pi-hashtag', boolean: 'pi-check-square', date: 'pi-calendar', datetime: 'pi-calendar', time: 'pi-clock', uuid: 'pi-key', other: 'pi-file' };
  var KNOWN = { company: 'pi-building', country: 'pi-globe', tag: 'pi-tags', user: 'pi-user', contact: 'pi-id-card', lead: 'pi-id-card', ticket: 'pi-ticket' };

  function icon(field) {
    if (field.relation) {
      return KNOWN[field.relation.target] || 'pi-sitemap';
    }
    return /mail/.test(field.name) ? 'pi-at' : /phone|mobile/.test(field.name) ? 'pi-phone' : ICONS[field.type] || 'pi-circle';
  }

  function fieldsOf(target) {
    if (!loaded[target]) {
      loaded[target] = fetch(open.api + '/targets/' + encodeURIComponent(target) + '/fields', { credentials: 'same-origin', headers: { accept: 'application/json' } })
        .then(function (answer) { return answer.ok ? answer.json() : { items: [] }; })
        .then(function (answer) {
          return answer.items.filter(function (field) {
            // a table that no target has is named with its schema, and has no fields to show
            return field.relation ? field.relation.target.indexOf('.') < 0 : !/_id$/.test(field.name) || !answer.items.some(function (other) {
              return other.relation && other.name + '_id' === field.name;
            });
          });
        })
        .catch(function () { delete loaded[target]; return []; });
    }
    return loaded[target];
  }

  function element(name, className, text) {
    var made = document.createElement(name);
    if (className) {
      made.className = className;
    }
    if (text !== undefined) {
      made.textContent = text;
    }
    return made;
  }

  function matches(field, sought) {
    return !sought || field.label.toLowerCase().indexOf(sought) >= 0 || field.name.toLowerCase().indexOf(sought) >= 0;
  }

  function marked(label, sought) {
    var span = element('span', 'lab');
    var at = sought ? label.toLowerCase().indexOf(sought) : -1;
    if (at < 0) {
      span.textContent = label;
      return span;
    }
    span.append(label.slice(0, at), element('mark', '', label.slice(at, at + sought.length)), label.slice(at + sought.length));
    return span;
  }

  function word(field) {
    var w = open.words;
    return field.relation ? (field.relation.many ? w.many : w.relation) : w[field.type] || w.text;
  }

  function option(field, pane, sought) {
    var item = element('li');
    item.id = open.id + '-' + pane + '-' + field.name;
    item.setAttribute('role', 'option');
    item.setAttribute('aria-selected', 'false');
    var sign = element('i', 'pi ' + icon(field));
    sign.setAttribute('aria-hidden', 'true');
    item.append(sign, marked(field.self ? field.label : field.label, sought), element('span', 'muted xs e', pane === 'l' && field.relation ? '' : word(field)));
    if (field.relation && !field.self) {
      var go = element('i', 'pi pi-chevron-right');
      go.setAttribute('aria-hidden', 'true');
      item.append(go);
      item.className = 'into';
    }
    item.addEventListener('click', function (event) {
      event.preventDefault();
      if (field.relation && !field.self && (pane === 'l' || event.target.closest('.pi-chevron-right'))) {
        into(field, pane);
      } else {
        pick(field, pane);
      }
      open && open.search.focus();
    });
    return { field: field, pane: pane, item: item };
  }

  function path(field, pane) {
    var names = open.base.map(function (step) { return step.name; });
    if (pane === 'r') {
      names.push(open.active.name);
    }
    if (!field.self) {
      names.push(field.name);
    }
    return names.join('.');
  }

  function pick(field, pane) {
    var chosen = path(field, pane);
    var input = open.input;
    close(true);
    nurture.afterPick = input.id;
    input.value = chosen;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  }

  // Shows what a relation has: at the right; from there, one step down.
  function into(field, pane) {
    if (pane === 'r') {
      open.base.push(open.active);
    }
    open.active = field;
    open.search.value = '';
    draw(function () { move(0, 'r'); });
  }

  function back() {
    if (open.base.length) {
      open.active = open.base.pop();
      draw(function () { move(0, 'r'); });
    } else {
      move(open.left.findIndex(function (o) { return open.active && o.field.name === open.active.name; }), 'l');
    }
  }

  function baseTarget() {
    return open.base.length ? open.base[open.base.length - 1].relation.target : open.target;
  }

  function list(name, options, where) {
    var ul = element('ul');
    ul.setAttribute('role', 'listbox');
    ul.tabIndex = 0;
    ul.setAttribute('aria-label', name);
    options.forEach(function (o) { ul.append(o.item); });
    if (!options.length) {
      var none = element('li', 'none muted', open.words.none);
      none.setAttribute('role', 'option');
      none.setAttribute('aria-disabled', 'true');
      none.setAttribute('aria-selected', 'false');
      ul.append(none);
    }
    where.append(ul);
  }

  function draw(then) {
    var at = open;
    var sought = at.search.value.trim().toLowerCase();
    // who knows the path types it: country.code
    var steps = sought.split(/[.›]/).map(function (s) { return s.trim(); });
    fieldsOf(baseTarget()).then(function (own) {
      if (open !== at) {
        return null;
      }
      if (steps.length > 1) {
        var step = own.filter(function (f) { return f.relation && (f.name.toLowerCase() === steps[0] || f.label.toLowerCase() === steps[0]); })[0];
        if (step) {
          at.base.push(step);
          at.active = null;
          at.search.value = at.search.value.slice(at.search.value.search(/[.›]/) + 1).trim();
          draw(then);
          return null;
        }
      }
      var relations = own.filter(function (f) { return f.relation; });
      return Promise.all(sought ? relations.map(function (r) { return fieldsOf(r.relation.target); }) : []).then(function (under) {
        if (open !== at) {
          return null;
        }
        var hits = {};
        under.forEach(function (fields, i) {
          hits[relations[i].name] = fields.some(function (f) { return matches(f, sought); });
        });
        var left = own.filter(function (f) { return matches(f, sought) || (f.relation && hits[f.name]); });
        var direct = own.some(function (f) { return matches(f, sought); });
        if (at.active && left.every(function (f) { return f.name !== at.active.name; })) {
          at.active = null;
        }
        if (sought && !direct && !at.active) {
          at.active = left.filter(function (f) { return f.relation; })[0] || null;
        }
        return (at.active ? fieldsOf(at.active.relation.target) : Promise.resolve(null)).then(function (far) {
          if (open === at) {
            render(left, far, sought);
            if (then) {
              then();
            } else if (sought) {
              first(sought);
            }
          }
        });
      });
    });
  }

  function render(left, far, sought) {
    open.panes.textContent = '';
    open.crumb.textContent = '';
    if (open.base.length) {
      var up = element('button', 'ui-button plain small');
      up.type = 'button';
      var arrow = element('i', 'pi pi-chevron-left');
      arrow.setAttribute('aria-hidden', 'true');
      up.append(arrow, open.base.map(function (s) { return s.label; }).join(' › '));
      up.addEventListener('click', function () { open.active = open.base.pop(); draw(); open.search.focus(); });
      open.crumb.append(up);
    }
    open.left = left.map(function (f) { return option(f, 'l', sought); });
    if (open.base.length && !sought) {
      var here = open.base[open.base.length - 1];
      open.left.unshift(option({ name: '', label: here.label, type: here.type, relation: here.relation, self: true }, 'l', ''));
    }
    list(open.base.length ? open.base[open.base.length - 1].label : open.words.own, open.left, open.panes);
    open.right = [];
    if (far) {
      var self = { name: '', label: open.active.label, type: open.active.type, relation: open.active.relation, self: true };
      var shown = far.filter(function (f) { return matches(f, sought); });
      if (!shown.length && sought) {
        shown = far;
      }
      open.right = (sought ? [] : [option(self, 'r', '')]).concat(shown.map(function (f) { return option(f, 'r', sought); }));
      list(open.active.label, open.right, open.panes);
      open.left.forEach(function (o) {
        if (o.field.name === open.active.name) {
          o.item.classList.add('on');
          o.item.parentNode.scrollTop = Math.max(0, o.item.offsetTop - o.item.parentNode.offsetTop - 100);
        }
      });
    }
    open.panes.classList.toggle('one', !far);
    open.current = null;
  }

  function move(index, pane) {
    var options = pane === 'r' ? open.right : open.left;
    if (!options.length) {
      return;
    }
    var at = options[Math.max(0, Math.min(options.length - 1, index))];
    open.left.concat(open.right).forEach(function (o) {
      o.item.setAttribute('aria-selected', String(o === at));
    });
    open.current = at;
    open.search.setAttribute('aria-activedescendant', at.item.id);
    at.item.scrollIntoView({ block: 'nearest' });
  }

  // What the search found first: an own field, else one of the relation that is shown.
  function first(sought) {
    var own = open.left.findIndex(function (o) { return matches(o.field, sought); });
    move(Math.max(own, 0), own >= 0 || !open.right.length ? 'l' : 'r');
  }

  function key(event) {
    var at = open.current;
    var options = at && at.pane === 'r' ? open.right : open.left;
    var index = at ? options.indexOf(at) : -1;
    var end = open.search.selectionStart === open.search.value.length;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      move(index + (event.key === 'ArrowDown' ? 1 : -1), at ? at.pane : 'l');
    } else if (event.key === 'ArrowRight' && end && at && at.field.relation && !at.field.self) {
      into(at.field, at.pane);
    } else if (event.key === 'ArrowLeft' && at && (at.pane === 'r' || open.base.length) && (open.search.selectionStart === 0 || end)) {
      back();
    } else if (event.key === 'Enter') {
      if (at && at.field.relation && !at.field.self && at.pane === 'l') {
        into(at.field, 'l');
      } else if (at) {
        pick(at.field, at.pane);
      }
    } else if (event.key === 'Escape' || event.key === 'Tab') {
      close(event.key === 'Escape');
    } else {
      return;
    }
    if (event.key !== 'Tab') {
      event.preventDefault();
    }
    event.stopPropagation();
  }

  function close(focus) {
    if (!open) {
      return;
    }
    var was = open;
    open = null;
    was.box.remove();
    was.button.setAttribute('aria-expanded', 'false');
    was.rule.classList.remove('focus');
    if (focus) {
      was.button.focus();
    }
  }

  function show(button) {
    close(false);
    var builder = button.closest('.n-builder');
    var target = builder.getAttribute('data-target');
    var words = {};
    builder.getAttribute('data-words').split('|').forEach(function (pair) {
      var i = pair.indexOf('=');
      words[pair.slice(0, i).trim()] = pair.slice(i + 1).trim();
    });
    var rule = button.closest('.n-rule');
    var box = element('div', 'n-fieldpick');
    box.setAttribute('role', 'dialog');
    box.setAttribute('aria-label', words.title);
    var line = element('div', 'n-in small n-picksearch');
    var glass = element('i', 'pi pi-search');
    glass.setAttribute('aria-hidden', 'true');
    var search = element('input');
    search.type = 'text';
    search.setAttribute('role', 'combobox');
    search.setAttribute('aria-label', words.search);
    search.setAttribute('aria-expanded', 'true');
    search.setAttribute('autocomplete', 'off');
    search.placeholder = words.search;
    line.append(glass, search);
    var crumb = element('div', 'n-pickcrumb');
    var panes = element('div', 'n-cols2 one');
    shown += 1;
    panes.id = 'n-pick-panes-' + shown;
    search.setAttribute('aria-controls', panes.id);
    box.append(line, crumb, panes);
    open = { id: 'n-pick-' + shown, api: builder.getAttribute('data-api'), target: target, words: words, button: button, rule: rule, box: box, search: search, crumb: crumb, panes: panes, base: [], active: null, left: [], right: [], current: null, input: rule.querySelector('.n-fieldpath') };
    rule.classList.add('focus');
    rule.after(box);
    button.setAttribute('aria-expanded', 'true');
    var typing;
    search.addEventListener('input', function (event) {
      event.stopPropagation();
      window.clearTimeout(typing);
      typing = window.setTimeout(function () { open && draw(); }, 60);
    });
    search.addEventListener('change', function (event) { event.stopPropagation(); });
    search.addEventListener('keydown', function (event) {
      if (event.key === 'Enter' && typing) {
        window.clearTimeout(typing);
        typing = 0;
        event.preventDefault();
        event.stopPropagation();
        draw(function () {
          if (!open.current) {
            first(open.search.value.trim().toLowerCase());
          }
          if (open.current) {
            var at = open.current;
            if (at.field.relation && !at.field.self && at.pane === 'l') { into(at.field, 'l'); } else { pick(at.field, at.pane); }
          }
        });
        return;
      }
      key(event);
    });
    if (target) {
      draw();
    } else {
      panes.append(element('p', 'muted', words.none));
    }
    search.focus();
    box.scrollIntoView({ block: 'nearest' });
  }

  document.addEventListener('click', function (event) {
    var button = event.target.closest('.n-fieldbtn');
    if (button) {
      if (open && open.button === button) {
        close(true);
      } else {
        show(button);
      }
    } else if (open && !open.box.contains(event.target) && document.contains(event.target)) {
      close(false);
    }
  });

  // A rule that was just added asks for its field.
  nurture.newRule = function () {
    window.setTimeout(function () {
      var empty = document.querySelectorAll('.n-fieldbtn.ph');
      // whoever was faster has the picker open
      if (empty.length && !open) {
        empty[empty.length - 1].focus();
      }
    }, 50);
  };

  document.addEventListener('DOMContentLoaded', function () {
    if (window.jQuery) {
      window.jQuery(document).on('pfAjaxComplete', function () {
        if (nurture.afterPick) {
          var input = document.getElementById(nurture.afterPick);
          nurture.afterPick = null;
          var rule = input && input.closest('.n-rule');
          var next = rule && rule.querySelector('select.op');
          if (next) {
            window.setTimeout(function () { next.focus(); }, 0);
          }
        }
      });
    }
  });
})();
