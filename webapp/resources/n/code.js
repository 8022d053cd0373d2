// Colours for JavaScript in a plain text area: the area stays what it is, for keys, screen readers
// and the browser's own tools; a copy of its text lies under it and has the colours.
(function () {
  'use strict';
  var TOKEN = /(\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|("(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?|`(?:\\.|[^`\\])*`?)|\b(\d[\w.]*)\b|\b(break|case|catch|const|continue|default|do|else|false|finally|for|function|if|in|instanceof|let|new|null|of|return|switch|throw|true|try|typeof|undefined|var|while)\b|\b(record|campaign|now)\b/g;
  var KINDS = ['comment', 'string', 'number', 'word', 'given'];

  function paint(area) {
    var under = area.parentNode.querySelector('pre');
    var text = area.value;
    var at = 0;
    under.textContent = '';
    text.replace(TOKEN, function (found) {
      var start = arguments[arguments.length - 2];
      var kind = Array.prototype.slice.call(arguments, 1, 1 + KINDS.length).findIndex(function (g) { return g !== undefined; });
      under.appendChild(document.createTextNode(text.slice(at, start)));
      var span = document.createElement('span');
      span.className = KINDS[kind];
      span.textContent = found;
      under.appendChild(span);
      at = start + found.length;
      return found;
    });
    // a last empty line has a height as well
    under.appendChild(document.createTextNode(text.slice(at) + '\n'));
    scroll(area);
  }

  function scroll(area) {
    var under = area.parentNode.querySelector('pre');
    under.scrollTop = area.scrollTop;
    under.scrollLeft = area.scrollLeft;
  }

  function areaOf(target) {
    return target instanceof Element && target.matches('.n-code textarea') ? target : null;
  }

  function paintAll() {
    document.querySelectorAll('.n-code textarea').forEach(function (area) {
      if (!area.dataset.painted) {
        area.dataset.painted = 'yes';
        paint(area);
      }
    });
  }

  document.addEventListener('input', function (event) {
    var area = areaOf(event.target);
    if (area) {
      paint(area);
    }
  });
  document.addEventListener('scroll', function (event) {
    var area = areaOf(event.target);
    if (area) {
      scroll(area);
    }
  }, true);
  document.addEventListener('DOMContentLoaded', function () {
    paintAll();
    new MutationObserver(paintAll).observe(document.body, { childList: true, subtree: true });
  });
})();
