package org.nurture.message.sms.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class AnswerBodyTest {
  private final AtomicBoolean canceled = new AtomicBoolean();
  private final AnswerBody body = new AnswerBody();

  AnswerBodyTest() {
    body.onSubscribe(
        new Flow.Subscription() {
          @Override
          public void request(long count) {
            assertThat(count).isPositive();
          }

          @Override
          public void cancel() {
            canceled.set(true);
          }
        });
  }

  private void comes(String text) {
    body.onNext(List.of(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))));
  }

  @Test
  void an_answer_is_read_to_its_end() {
    comes("{\"code\": 21614, ");
    comes("\"message\": \"è\"}");
    assertThat(body.getBody().toCompletableFuture()).isNotDone();

    body.onComplete();

    assertThat(body.getBody().toCompletableFuture())
        .isCompletedWithValue("{\"code\": 21614, \"message\": \"è\"}");
    assertThat(canceled).isFalse();
  }

  @Test
  void one_without_end_is_cut_where_enough_was_read() {
    for (int i = 0; i < 20; i++) {
      comes("x".repeat(1000));
    }

    assertThat(body.getBody().toCompletableFuture())
        .isCompletedWithValue("x".repeat(AnswerBody.LONGEST));
    assertThat(canceled).isTrue();
  }
}
