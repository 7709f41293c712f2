package io.setpoint.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

import io.setpoint.rollout.Phase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two processes that were given one instance id.
 */
class SameIdTests {

	private static final String ID = "node-1";

	private final ShopFleet fleet = new ShopFleet();

	@TempDir
	Path folder;

	@AfterEach
	void stop() {
		this.fleet.close();
	}

	private Instance start(String name) throws IOException {
		return this.fleet.start(Files.createDirectories(this.folder.resolve(name)), ID, List.of(), true);
	}

	@Test
	void secondProcessIsToldAndTakesThePlaceWhenTheFirstLeaves() throws IOException {
		assertThatSecondTakesThePlaceWhenFirstEndsBy(Instance::close);
	}

	@Test
	void secondProcessIsToldAndTakesThePlaceWhenTheFirstIsKilled() throws IOException {
		assertThatSecondTakesThePlaceWhenFirstEndsBy(Instance::kill);
	}

	private void assertThatSecondTakesThePlaceWhenFirstEndsBy(Consumer<Instance> end) throws IOException {
		Instance first = start("first").awaitStarted();
		this.fleet.publish(first, "v1", 10);
		this.fleet.publish(first, "v2", 20);
		this.fleet.release(first, "v1");
		Application.await("the first one", () -> this.fleet.members().size() == 1);
		String incarnation = this.fleet.incarnation(ID);
		Instance second = start("second").awaitStarted();
		Application.await("the warning", () -> second.output().contains("The instance id '" + ID + "' is taken"));
		assertThat(first.output()).doesNotContain("is taken");
		assertThat(this.fleet.incarnation(ID)).isEqualTo(incarnation);
		end.accept(first);
		Application.await("the second one", () -> !List.of("", incarnation).contains(this.fleet.incarnation(ID)));
		assertThatRolloutCounts(second);
	}

	private void assertThatRolloutCounts(Instance instance) {
		String incarnation = this.fleet.incarnation(ID);
		this.fleet.rollOut(instance, "v2", "{scope: instances, percent: 100, bake: 100ms}");
		this.fleet.awaitState("the end", (state) -> state.phase() != Phase.RUNNING);
		assertThat(this.fleet.state().phase()).as(this.fleet.state().reason()).isEqualTo(Phase.COMPLETED);
		Application.await("the version", () -> instance.get("/discount").body().equals("20"));
		assertThat(this.fleet.incarnation(ID)).isEqualTo(incarnation);
	}

}
