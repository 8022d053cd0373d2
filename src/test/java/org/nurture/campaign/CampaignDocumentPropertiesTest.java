package org.nurture.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nurture.platform.NurtureException;

class CampaignDocumentPropertiesTest {

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void a_document_is_read_back_as_it_was_written(long seed) {
    CampaignDocument document = new RandomCampaigns(seed).next();

    assertThat(CampaignDocument.parse(document.toJson().toString())).isEqualTo(document);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void a_document_differs_from_itself_in_nothing(long seed) {
    CampaignDocument document = new RandomCampaigns(seed).next();

    assertThat(CampaignDiff.between(document, document).isEmpty()).isTrue();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void moving_never_makes_a_cycle_nor_loses_an_activity(long seed) {
    CampaignDocument document = new RandomCampaigns(seed).next();
    List<String> refs = refs(document);

    for (String ref : refs) {
      for (String parent : refs) {
        ActivityDocument moved = WorkflowEdit.find(document, ref).orElseThrow();
        boolean descendant = refs(document.withActivities(List.of(moved))).contains(parent);
        Trigger trigger = new Trigger(TriggerType.ACTIVITY, new Interval(1, IntervalUnit.DAYS));
        if (descendant) {
          assertThat(
                  org.assertj.core.api.Assertions.catchThrowable(
                      () -> WorkflowEdit.move(document, ref, parent, trigger)))
              .isInstanceOf(NurtureException.class)
              .hasMessageContaining("cycle");
        } else {
          CampaignDocument after = WorkflowEdit.move(document, ref, parent, trigger);
          assertThat(refs(after)).containsExactlyInAnyOrderElementsOf(refs);
          assertThat(WorkflowEdit.parentOf(after, ref).orElseThrow().ref()).isEqualTo(parent);
        }
      }
    }
  }

  private static List<String> refs(CampaignDocument document) {
    List<String> refs = new ArrayList<>();
    document.places().forEach(p -> refs.add(p.activity().ref()));
    return refs;
  }
}
