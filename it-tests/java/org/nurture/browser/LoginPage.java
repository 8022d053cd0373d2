package org.nurture.browser;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

/** The log-in page. */
final class LoginPage {
  private final Page page;

  LoginPage(Visitor visitor) {
    page = visitor.page();
  }

  void logIn(String name, String password) {
    page.getByLabel("Name").fill(name);
    page.getByLabel("Password").fill(password);
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Log in")).click();
  }
}
