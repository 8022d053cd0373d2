// Manners of the editing dialogs: focus, errors at their fields, keys. Buttons are clicked for what
// the keyboard asks, so that pages say once what happens.
(function () {
  'use strict';
  var nurture = window.nurture = window.nurture || {};

  function visible(element) {
    return element.getClientRects().length > 0 && window.getComputedStyle(element).visibility !== 'hidden';
  }

  function dialogOf(name) {
    return document.getElementById(name);
  }

  // A field with an error says so to everybody; one that was corrected is plain again.
  function markFields() {
    document.querySelectorAll('.n-errbox[data-for]').forEach(function (box) {
      var field = document.getElementById(box.getAttribute('data-for'));
      if (!field) {
        return;
      }
      if (box.querySelector('.n-err')) {
        field.setAttribute('aria-invalid', 'true');
        field.setAttribute('aria-describedby', box.id);
      } else if (field.getAttribute('aria-describedby') === box.id) {
        field.removeAttribute('aria-invalid');
        field.removeAttribute('aria-describedby');
      }
    });
  }

  // PrimeFaces calls a box of chips a listbox, which it is not: there is nothing to pick in it.
  function nameChips() {
    document.querySelectorAll('.ui-autocomplete-multiple-container').forEach(function (box) {
      var input = box.querySelector('input');
      var label = box.parentNode.getAttribute('aria-label') || (input && input.getAttribute('aria-label')) || '';
      box.setAttribute('role', 'group');
      box.removeAttribute('aria-orientation');
      box.removeAttribute('aria-multiselectable');
      if (label) {
        box.setAttribute('aria-label', label);
        if (input) {
          input.setAttribute('aria-label', label);
        }
      }
      box.querySelectorAll('li').forEach(function (item) {
        item.setAttribute('role', 'none');
        item.removeAttribute('aria-label');
        item.removeAttribute('aria-selected');
      });
    });
  }

  // The button beside a title is no part of the dialog's name.
  function nameDialogs() {
    document.querySelectorAll('.ui-dialog-title > span[id]').forEach(function (title) {
      title.closest('.ui-dialog').setAttribute('aria-labelledby', title.id);
    });
  }

  // A question has the keyboard. PrimeFaces gives it, and takes it back for what had it before the answer.
  function intoQuestion() {
    var question = Array.from(document.querySelectorAll('.ui-confirm-dialog')).filter(visible)[0];
    var button = question && !question.contains(document.activeElement) && question.querySelector('button:not([disabled])');
    if (button) {
      button.focus();
    }
  }

  function tidy() {
    intoQuestion();
    nameDialogs();
    markFields();
    nameChips();
  }

  function later(work) {
    window.setTimeout(work, 60);
  }

  nurture.focusFirst = function (name) {
    later(function () {
      tidy();
      var dialog = dialogOf(name);
      var field = dialog && Array.from(dialog.querySelectorAll('[aria-invalid="true"], .ui-dialog-content input:not(.n-hidden), .ui-dialog-content textarea'))
        .filter(function (f) { return visible(f) && f.type !== 'hidden' && f.type !== 'radio'; })[0];
      if (field) {
        field.focus();
        if (field.select && field.type === 'text') {
          field.select();
        }
      }
    });
  };

  nurture.focusInvalid = function (name) {
    later(function () {
      markFields();
      var dialog = dialogOf(name);
      var field = dialog && Array.from(dialog.querySelectorAll('[aria-invalid="true"]')).filter(visible)[0];
      if (field) {
        field.focus();
      }
    });
  };

  function press(id) {
    var button = document.getElementById(id);
    if (button) {
      button.click();
    }
  }

  document.addEventListener('click', function (event) {
    var at = event.target.closest('[data-n-click], [data-n-focus], [data-n-esc]');
    if (!at) {
      return;
    }
    if (at.hasAttribute('data-n-click')) {
      document.querySelectorAll('.ui-autocomplete-panel').forEach(function (panel) { panel.style.display = 'none'; });
      press(at.getAttribute('data-n-click'));
    } else if (at.hasAttribute('data-n-focus')) {
      var field = document.getElementById(at.getAttribute('data-n-focus'));
      if (field) {
        field.focus();
        field.scrollIntoView({ block: 'nearest' });
      }
    } else {
      at.closest('.ui-dialog').querySelector('.n-esc').click();
    }
  });

  function openPanel() {
    return Array.from(document.querySelectorAll('.ui-autocomplete-panel')).filter(visible)[0];
  }

  // From the last offer on, the arrow goes to what stands below the offers.
  function intoFooter(event) {
    var panel = openPanel();
    var offers = panel ? Array.from(panel.querySelectorAll('.n-offer')) : [];
    if (!offers.length) {
      return false;
    }
    var at = offers.indexOf(document.activeElement);
    if (at >= 0) {
      var next = offers[at + (event.key === 'ArrowDown' ? 1 : -1)];
      if (next) {
        next.focus();
      } else if (event.key === 'ArrowUp') {
        nurture.asked.focus();
      }
      return true;
    }
    var items = Array.from(panel.querySelectorAll('.ui-autocomplete-item'));
    var last = items[items.length - 1];
    if (event.key === 'ArrowDown' && event.target.matches('.ui-autocomplete input') && (!last || last.classList.contains('ui-state-highlight'))) {
      nurture.asked = event.target;
      offers[0].focus();
      return true;
    }
    return false;
  }

  document.addEventListener('keydown', function (event) {
    var dialog = (event.ctrlKey || event.metaKey) && event.key === 'Enter' && event.target.closest && event.target.closest('.ui-dialog');
    var go = dialog && dialog.querySelector('.n-go');
    if (go) {
      event.preventDefault();
      event.stopPropagation();
      if (!event.target.closest('.ui-autocomplete')) {
        event.target.dispatchEvent(new Event('change', { bubbles: true }));
      }
      go.click();
      return;
    }
    if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && intoFooter(event)) {
      event.preventDefault();
      event.stopPropagation();
    }
  }, true);

  document.addEventListener('keydown', function (event) {
    var dialog = event.target.closest && event.target.closest('.ui-dialog');
    if (!dialog || event.key !== 'Enter') {
      return;
    }
    if (event.target.matches('input:not([type="submit"]):not([type="button"])') && dialog.querySelector('.n-go')) {
      // a form with one field would be sent
      event.preventDefault();
      if (!event.target.closest('.ui-autocomplete')) {
        event.target.dispatchEvent(new Event('change', { bubbles: true }));
      }
    }
  });

  document.addEventListener('DOMContentLoaded', function () {
    if (window.jQuery) {
      window.jQuery(document).on('pfAjaxComplete', function () { window.setTimeout(tidy, 0); });
      window.setTimeout(tidy, 0);
    }
  });
})();
