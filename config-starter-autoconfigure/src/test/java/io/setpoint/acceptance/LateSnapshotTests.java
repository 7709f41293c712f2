package io.setpoint.acceptance;

import io.setpoint.Snapshot;
import io.setpoint.Snapshots;
import io.setpoint.autoconfigure.SetpointAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link LateSnapshot}: what a test without etcd reads.
 */
class LateSnapshotTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SetpointAutoConfiguration.class))
		.withUserConfiguration(Types.class)
		.withPropertyValues("pool.size=3", "shelf.width=4", "setpoint.enabled=false");

	@Test
	void setterBasedTypeIsGivenThoughNobodyAsksForALiveValue() {
		this.runner.run((context) -> {
			Snapshot snapshot = context.getBean(Snapshots.class).current();
			assertThat(snapshot.get(Pool.class).getSize()).isEqualTo(3);
			assertThat(snapshot.get(Pool.class)).isSameAs(snapshot.get(Pool.class));
			assertThat(snapshot.get(Shelf.class).width()).isEqualTo(4);
			assertThat(snapshot.origin(Pool.class)).isNotNull();
			assertThat(snapshot.revision()).isZero();
			assertThat(context.getBean(Snapshots.class).current().get(Pool.class)).isSameAs(snapshot.get(Pool.class));
		});
	}

	@Test
	void whatIsNoPropertiesBeanIsNotGiven() {
		this.runner.run((context) -> assertThatIllegalArgumentException()
			.isThrownBy(() -> context.getBean(Snapshots.class).current().get(String.class))
			.withMessageContaining("is not a @ConfigurationProperties bean"));
	}

	@EnableConfigurationProperties({ Pool.class, Shelf.class })
	static class Types {

	}

	@ConfigurationProperties("shelf")
	record Shelf(int width) {

	}

	@ConfigurationProperties("pool")
	public static class Pool {

		private int size;

		public int getSize() {
			return this.size;
		}

		public void setSize(int size) {
			this.size = size;
		}

	}

}
