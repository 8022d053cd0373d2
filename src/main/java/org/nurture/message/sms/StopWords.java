package org.nurture.message.sms;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * What people write to get no more texts, or to get them again, in the languages of Europe and the
 * Americas. The word has to stand alone; a plain STOP may be the first of two or three: "Stop it
 * please" counts, "When does the sale stop?" and "Cancel my visit" do not.
 */
public final class StopWords {
  private static final int MOST_WORDS = 3;

  /** English, French, Italian, Spanish, Portuguese, German, Dutch, Swedish, Danish, Polish … */
  private static final Set<String> STOP =
      words(
          "STOP STOPALL STOPP STOPPA STOPT UNSUBSCRIBE CANCEL END QUIT OPTOUT REVOKE ARRET ARRETER"
              + " ARRETEZ DESABONNER BASTA FERMA DISISCRIVI CANCELLAMI ANNULLA ALTO PARE PARAR"
              + " CANCELAR BAJA DETENER SAIR REMOVER ABMELDEN ABBESTELLEN AUFHOREN AUFHOEREN"
              + " UITSCHRIJVEN AFMELDEN AVSLUTA AVBRYT AFMELD LOPETA WYPISZ KONIEC PRZESTAN"
              + " ODHLASIT DEZABONARE LEIRATKOZAS ODJAVA СТОП ΣΤΟΠ");

  /** Those that mean it with a word or two behind them, too. */
  private static final Set<String> PLAIN_STOP =
      words("STOP STOPALL STOPP STOPPA UNSUBSCRIBE OPTOUT ARRET");

  private static final Set<String> START =
      words(
          "START UNSTOP SUBSCRIBE RESUME REPRENDRE INIZIA RIPRENDI ISCRIVI INICIAR INICIO ALTA"
              + " COMECAR REATIVAR ANMELDEN AANMELDEN STARTA TILMELD ALOITA ODNOWA СТАРТ");

  private StopWords() {}

  /** What a text from a recipient means. */
  public enum Meaning {
    STOP,
    START,
    OTHER
  }

  /** The meaning of a text; case, accents and punctuation do not matter. */
  public static Meaning of(String text) {
    String[] words = plain(text).split(" ");
    if (words.length > MOST_WORDS || words[0].isEmpty()) {
      return Meaning.OTHER;
    }
    // “opt out”, “opt-out”
    String first = words.length > 1 && words[0].equals("OPT") ? words[0] + words[1] : words[0];
    if (PLAIN_STOP.contains(first) || (words.length == 1 && STOP.contains(first))) {
      return Meaning.STOP;
    }
    return words.length == 1 && START.contains(first) ? Meaning.START : Meaning.OTHER;
  }

  private static String plain(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFD)
        .replaceAll("\\p{M}+", "")
        .toUpperCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N}]+", " ")
        .strip();
  }

  private static Set<String> words(String all) {
    return Set.copyOf(new TreeSet<>(Arrays.asList(all.split(" "))));
  }
}
