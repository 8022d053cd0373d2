package org.nurture.platform;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Speaks to whoever sits at the terminal, past the server's log with its marks around each line.
 */
public final class LastWord {
  private LastWord() {}

  /** Prints the text and an empty line before and after it. */
  public static void say(String text) {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    out.println();
    out.println(text);
    out.println();
  }
}
