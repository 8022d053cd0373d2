package org.nurture.web.template;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nurture.message.sms.Segments;
import org.nurture.platform.Config;
import org.nurture.web.page.Say;

/** What sending a text to its audience would cost, as far as a sample of its records tells. */
final class SmsCost implements Serializable {
  private static final long serialVersionUID = 1L;

  private final TemplateDesk desk;
  private final Say say;
  private @Nullable Long audience;

  /** Counted once for each target: it does not change by typing. */
  private final Map<String, Long> counted = new HashMap<>();

  SmsCost(TemplateDesk desk, Say say) {
    this.desk = desk;
    this.say = say;
  }

  /**
   * Whom it is for.
   *
   * @param count null: every record of the target that has a number
   */
  void audience(@Nullable Long count) {
    audience = count;
    counted.clear();
  }

  /**
   * In words.
   *
   * @param texts for some of the records
   * @return empty: nobody said what a segment costs
   */
  String words(String target, List<String> texts) {
    Optional<Config.Price> price = desk.price();
    if (price.isEmpty() || texts.isEmpty()) {
      return "";
    }
    Long known = audience;
    long people = known != null ? known : counted.computeIfAbsent(target, desk::withPhone);
    long segments = texts.stream().mapToLong(text -> Segments.of(text).count()).sum();
    BigDecimal average =
        BigDecimal.valueOf(segments)
            .divide(BigDecimal.valueOf(texts.size()), 1, RoundingMode.HALF_UP);
    BigDecimal cost = cost(price.get().amount(), people, segments, texts.size());
    return say.of("template.sms.cost", cost, price.get().currency(), people, average);
  }

  /** To the cent. */
  static BigDecimal cost(BigDecimal price, long people, long segments, int sample) {
    return price
        .multiply(BigDecimal.valueOf(people))
        .multiply(BigDecimal.valueOf(segments))
        .divide(BigDecimal.valueOf(sample), 2, RoundingMode.HALF_UP);
  }
}
