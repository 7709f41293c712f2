package io.setpoint.console;

import java.time.Duration;
import java.util.Map;

import io.setpoint.rollout.Command;
import io.setpoint.rollout.NewVersion;
import io.setpoint.rollout.Plan;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is said of versions wherever they are listed.
 */
class VersionsTests {

	private static final Plan PLAN = Plan.allAtOnce(Duration.ofHours(1));

	@RegisterExtension
	private static final ConsoleScene scene = new ConsoleScene();

	private static void publish(String name, String id, String description) {
		Shop.done(scene.shop()
			.rollouts(name)
			.publish(name, new NewVersion(id, "eve", description, Map.of(), "a: '" + id + "'")));
	}

	@Test
	void listSaysWhatVersionsAreForAndWhatBecameOfThem() {
		publish("listed", "v1", "the first one");
		scene.shop().release("listed", "v1", "ada", null);
		publish("listed", "v2", "winter prices");
		scene.shop().start("listed", "v2", PLAN, "ada", null);
		scene.shop().give("listed", new Command.Abort(), "ada", "too early");
		publish("listed", "v3", "x".repeat(80));
		scene.shop().start("listed", "v3", PLAN, "ada", null);
		scene.shop().give("listed", new Command.Rollback(null), "ada", "bad");
		scene.arrived("listed");
		Visitor boss = scene.visitor("boss");
		assertThat(boss.get("/listed").page().select("#versions ~ ul li").eachText())
			.anySatisfy((row) -> assertThat(row).startsWith("v2 aborted").contains("winter prices").contains("eve, "))
			.anySatisfy((row) -> assertThat(row).startsWith("v3 rolled back"))
			.anySatisfy((row) -> assertThat(row).startsWith("v1 stable").contains("the first one"));
		assertThat(boss.get("/listed/start").page().select("select[name=version] option").eachText())
			.contains("v2 (aborted): winter prices", "v1 (stable): the first one")
			.anySatisfy((option) -> assertThat(option).startsWith("v3 (rolled back): xxx").hasSizeLessThan(100));
		assertThat(boss.get("/listed/compare").page().select("select[name=from] option").eachText())
			.contains("v2 (aborted): winter prices");
	}

	@Test
	void versionThatWasStableAndTakenBackIsMarkedUntilItIsUsedAgain() {
		publish("taken", "v1", "one");
		scene.shop().release("taken", "v1", "ada", null);
		publish("taken", "v2", "two");
		scene.shop().release("taken", "v2", "ada", null);
		scene.shop().give("taken", new Command.Rollback("v1"), "ada", "bad");
		scene.arrived("taken");
		Visitor boss = scene.visitor("boss");
		Document choice = boss.get("/taken/start").page();
		assertThat(choice.select("select[name=version] option").eachText())
			.containsExactlyInAnyOrder("v2 (rolled back): two", "v1 (stable): one");
		scene.shop().start("taken", "v2", PLAN, "ada", null);
		scene.arrived("taken");
		assertThat(boss.get("/taken/compare").page().select("select[name=to] option").eachText())
			.contains("v2 (candidate): two");
	}

}
