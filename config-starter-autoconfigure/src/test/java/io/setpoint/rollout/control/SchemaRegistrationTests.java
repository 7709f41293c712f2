package io.setpoint.rollout.control;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.setpoint.rollout.FleetMember;
import io.setpoint.rollout.FleetMember.Verdict;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.rollout.trial.Pauses;
import io.setpoint.store.KeyValue;
import io.setpoint.store.Transaction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SchemaRegistration}, in virtual time.
 */
class SchemaRegistrationTests {

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private final VirtualTime time = new VirtualTime();

	private final MemoryEtcd etcd = new MemoryEtcd(this.time);

	private final MemoryEtcd.Link link = this.etcd.new Link();

	private final Pauses pauses = (delay) -> (task) -> this.time.after(delay, task);

	private final Random random = new Random(7);

	private final List<String> made = new ArrayList<>();

	@Test
	void schemaIsLeftOncePerConfigurationAndBuild() {
		long before = this.etcd.revision();
		for (int i = 0; i < 200; i++) {
			registration("b1", "{}").begin();
		}
		this.time.advance(MINUTE);
		assertThat(keys()).containsExactly("/schemas/checkout/b1", "/schemas/stock/b1");
		assertThat(this.etcd.revision()).isEqualTo(before + 2);
		registration("b2", "{}").begin();
		this.time.advance(MINUTE);
		assertThat(keys()).containsExactly("/schemas/checkout/b2", "/schemas/stock/b2");
	}

	@Test
	void schemaThatIsThereIsNotMadeAgain() {
		registration("b1", "{}").begin();
		this.time.advance(MINUTE);
		this.made.clear();
		registration("b1", "{}").begin();
		this.time.advance(MINUTE);
		assertThat(this.made).isEmpty();
	}

	@Test
	void whatFailsIsTriedAgainLessAndLessOften() {
		this.link.denied = true;
		registration("b1", "{}").begin();
		this.time.advance(Duration.ofHours(2));
		assertThat(keys()).isEmpty();
		this.link.denied = false;
		this.time.advance(Duration.ofMinutes(11));
		assertThat(keys()).hasSize(2);
	}

	@Test
	void schemaThatIsTooLargeIsNotLeft() {
		registration("b1", " ".repeat(1024 * 1024 + 1)).begin();
		this.time.advance(MINUTE);
		assertThat(keys()).isEmpty();
	}

	@Test
	void nothingIsLeftAfterTheEnd() {
		SchemaRegistration registration = registration("b1", "{}");
		registration.begin();
		registration.end();
		this.time.advance(MINUTE);
		assertThat(keys()).isEmpty();
	}

	@Test
	void schemaThatNoLiveBuildAndNoVersionNeedsIsDeletedByTheNextBuild() {
		leave("b1");
		leave("b2");
		assertThat(builds()).containsExactly("b2");
	}

	@Test
	void schemaOfALiveBuildStays() {
		leave("b1");
		join("shop-1", "b1");
		leave("b2");
		assertThat(builds()).containsExactly("b1", "b2");
	}

	@Test
	void schemaThatWasTheNewestWhenAVersionWasPublishedStaysAsLongAsTheVersion() {
		leave("b1");
		put("/rollouts/checkout/versions/v1", new byte[0]);
		leave("b2");
		leave("b3");
		assertThat(builds()).containsExactly("b1", "b3");
		delete("/rollouts/checkout/versions/v1");
		leave("b4");
		assertThat(builds()).containsExactly("b4");
	}

	@Test
	void everySchemaStaysWhileAnInstanceDoesNotSayOfWhichBuildItIs() {
		leave("b1");
		join("shop-1", null);
		leave("b2");
		assertThat(builds()).containsExactly("b1", "b2");
	}

	@Test
	void schemaThatIsDeletedWhileItsBuildComesBackIsLeftAgain() {
		leave("b1");
		registration("b1", "{}").begin();
		this.time.advance(Duration.ofSeconds(10));
		delete("/schemas/checkout/b1");
		this.time.advance(Duration.ofMinutes(3));
		assertThat(builds()).containsExactly("b1");
	}

	private void put(String key, byte[] value) {
		this.etcd.commit(Transaction.builder().put(key, value).build());
	}

	private void delete(String key) {
		this.etcd.commit(Transaction.builder().delete(key).build());
	}

	private void leave(String build) {
		registration(build, "{}").begin();
		this.time.advance(Duration.ofMinutes(10));
	}

	private List<String> builds() {
		return this.etcd.entries("/schemas/checkout/")
			.stream()
			.map((entry) -> entry.key().substring("/schemas/checkout/".length()))
			.toList();
	}

	private void join(String instance, @Nullable String build) {
		FleetMember member = new FleetMember(instance, Map.of(), null, null, 0, Verdict.PENDING, null, null, 0,
				List.of(), Instant.EPOCH, null)
			.of(build, List.of(), List.of());
		put("/fleet/checkout/" + instance, RolloutFormat.write(member));
	}

	private SchemaRegistration registration(String build, String schema) {
		return new SchemaRegistration(() -> this.link, this.pauses, this.random::nextDouble,
				List.of("checkout", "stock"),
				new SchemaRegistration.Location("/schemas", () -> build, new RolloutKeys("/rollouts", "/fleet")),
				() -> {
					this.made.add(build);
					return schema;
				});
	}

	private List<String> keys() {
		List<KeyValue> entries = this.etcd.entries("/schemas/");
		assertThat(entries).allMatch((entry) -> new String(entry.value(), StandardCharsets.UTF_8).equals("{}"));
		return entries.stream().map(KeyValue::key).toList();
	}

}
