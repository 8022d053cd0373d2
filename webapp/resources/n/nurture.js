// Small manners of the pages: disclosures close on Escape, on a click elsewhere and after a choice;
// the activity dialog's Escape asks for the same as its Discard button.
(function () {
  'use strict';

  function close(details, focus) {
    details.removeAttribute('open');
    if (focus) {
      details.querySelector('summary').focus();
    }
  }

  document.addEventListener('click', function (event) {
    document.querySelectorAll('details.n-pop[open]').forEach(function (details) {
      var choice = details.contains(event.target) && event.target.closest('.n-menu a, .n-menu button');
      if (choice || !details.contains(event.target)) {
        close(details, false);
      }
    });
  });

  document.addEventListener('keydown', function (event) {
    var open = document.querySelector('details.n-pop[open]');
    if (open && event.key === 'Escape') {
      close(open, true);
      event.stopPropagation();
      return;
    }
    if (open && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      var items = Array.from(open.querySelectorAll('.n-menu a, .n-menu button'));
      var at = items.indexOf(document.activeElement);
      var next = items[(at + (event.key === 'ArrowDown' ? 1 : -1) + items.length) % items.length];
      if (next) {
        next.focus();
        event.preventDefault();
        event.stopPropagation();
      }
    }
  }, true);
})();
