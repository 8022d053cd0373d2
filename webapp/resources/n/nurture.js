// Small manners of the pages: disclosures close on Escape, on a click elsewhere and after a choice;
// the activity dialog's Escape asks for the same as its Discard button; what is pressed before the
// page is ready waits for it.
(function () {
  'use strict';

  // Until PrimeFaces has told the forms their nonce, the server refuses what they post; until its
  // widgets are there, some of it would be lost. Null once the page is ready.
  var held = [];

  function hold(event, again) {
    event.preventDefault();
    event.stopImmediatePropagation();
    held.push(again);
  }

  document.addEventListener('click', function (event) {
    var button = event.target.closest('form button, form input[type="submit"], form a[href="#"]');
    if (held && button) {
      // Enter in a field presses the form's first button until the page has said which one it means
      var entered = event.isTrusted && event.detail === 0 && document.activeElement !== button;
      hold(event, entered ? function () {} : function () { button.click(); });
    }
  }, true);

  document.addEventListener('change', function (event) {
    var field = event.target;
    if (held && field.form) {
      hold(event, function () { field.dispatchEvent(new Event('change', { bubbles: true })); });
    }
  }, true);

  function ready() {
    var before = held;
    held = null;
    before.forEach(function (again) { again(); });
  }

  document.addEventListener('DOMContentLoaded', function () {
    // the last of what jQuery calls when the page is there: all that the page itself asked for is before it
    if (window.jQuery) {
      window.jQuery(ready);
    } else {
      ready();
    }
  });

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

  // Not by offsetParent, which what is fixed in the window has not; nor by aria-hidden, which PrimeFaces
  // turns only when a dialog has faded in: keys come earlier.
  function shown(element) {
    return element.getClientRects().length > 0 && window.getComputedStyle(element).visibility !== 'hidden';
  }

  function allShown(selector) {
    return Array.from(document.querySelectorAll(selector)).filter(shown);
  }

  // Dialogs: Escape presses the button that discards, unless something was typed that would be lost.
  function topDialog() {
    return allShown('.ui-dialog')
      .filter(function (dialog) { return dialog.querySelector('.n-esc'); })
      .sort(function (a, b) { return Number(b.style.zIndex) - Number(a.style.zIndex); })[0];
  }

  document.addEventListener('input', function (event) {
    var dialog = event.target.closest('.ui-dialog');
    if (dialog) {
      dialog.setAttribute('data-touched', 'true');
    }
  });

  document.addEventListener('keydown', function (event) {
    if (event.key !== 'Escape' || event.defaultPrevented || allShown('.ui-autocomplete-panel, .ui-confirm-dialog').length) {
      return;
    }
    var dialog = topDialog();
    // those that ask before they drop anything may always be asked
    if (dialog && (dialog.querySelector('.n-asks') || !dialog.hasAttribute('data-touched'))) {
      dialog.querySelector('.n-esc').click();
    }
  });

  // What an answer will draw anew is a skeleton while the answer takes its time. Not where somebody writes.
  var SLOW = 400;
  var waiting;

  function loading(ids) {
    ids.forEach(function (id) {
      var part = id && document.getElementById(id);
      if (part && !part.contains(document.activeElement)) {
        part.classList.add('n-loading');
        part.setAttribute('aria-busy', 'true');
      }
    });
  }

  function loaded() {
    clearTimeout(waiting);
    document.querySelectorAll('.n-loading').forEach(function (part) {
      part.classList.remove('n-loading');
      part.removeAttribute('aria-busy');
    });
  }

  // Ajax: a session that ended leads to the log-in; anything else is said.
  document.addEventListener('DOMContentLoaded', function () {
    if (!window.jQuery) {
      return;
    }
    // PrimeFaces keeps a pressed button off for half a second after its answer, and would swallow the
    // second Escape of somebody who kept editing and changed their mind
    window.PrimeFaces.ajax.minLoadAnimation = 0;
    window.jQuery(document).on('pfAjaxError', function (event, xhr) {
      if (xhr && (xhr.status === 401 || xhr.status === 403)) {
        window.location.reload();
        return;
      }
      var trouble = document.getElementById('trouble');
      if (trouble) {
        trouble.hidden = false;
      }
    });
    window.jQuery(document).on('pfAjaxSend', function (event, xhr, settings) {
      loaded();
      var sent = settings && settings.data || xhr.pfSettings && xhr.pfSettings.data || '';
      var drawn = (sent instanceof FormData ? sent : new URLSearchParams(sent)).get('jakarta.faces.partial.render') || '';
      waiting = setTimeout(function () { loading(drawn.split(/\s+/)); }, SLOW);
    }).on('pfAjaxComplete pfAjaxError', loaded);
    window.jQuery(document).on('click', '.n-dfoot .ui-button', function () {
      this.closest('.ui-dialog').removeAttribute('data-touched');
    });
  });
})();
