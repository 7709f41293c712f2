package io.setpoint.acceptance;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.setpoint.acceptance.Proposal.Kind;
import io.setpoint.binding.BoundType;
import io.setpoint.binding.BoundTypes;
import io.setpoint.binding.TypeBinder;
import io.setpoint.document.LocationContent;
import io.setpoint.document.LocationPropertySource;
import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.task.TaskSchedulingProperties;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Types that are asked for while another type is bound, and bound for the first time in
 * the midst of that.
 */
class LateBindingTests {

	private static final String PREFIX = "/config/own/";

	private static Runnable asked = () -> {
	};

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Types.class);

	private final BoundTypes types = BoundTypes.of(this.context.getBeanFactory());

	private AcceptancePipeline pipeline;

	@BeforeEach
	void prepare() {
		LocationContent content = LocationContent.empty(PREFIX, "etcd:" + PREFIX)
			.with(List.of(put("outer/text", "1", 1), put("name", "first", 1)))
			.content();
		LocationPropertySource location = new LocationPropertySource("etcd:" + PREFIX, content);
		this.context.getEnvironment().getPropertySources().addFirst(location);
		this.context.getEnvironment()
			.getPropertySources()
			.addLast(new MapPropertySource("rest", Map.of("spring.task.scheduling.thread-name-prefix", "${name}")));
		this.pipeline = new AcceptancePipeline(this.types, new TypeBinder(this.context), List.of(location), List.of(),
				Runnable::run, Clock.systemUTC());
	}

	@AfterEach
	void reset() {
		asked = () -> {
		};
		this.context.close();
	}

	@Test
	void typeThatIsAskedForAtStartFollowsWhatItRefersTo() {
		asked = this::late;
		this.pipeline.start(StartState.of(1));
		assertThat(late()).isEqualTo("first");
		this.pipeline.completeStart();
		propose(put("name", "second", 2));
		assertThat(late()).isEqualTo("second");
	}

	@Test
	void typeThatIsAskedForDuringAChangeFollowsThatChange() {
		this.pipeline.start(StartState.of(1));
		asked = this::late;
		propose(put("name", "second", 2), put("outer/text", "2", 2));
		assertThat(late()).isEqualTo("second");
		propose(put("name", "third", 3));
		assertThat(late()).isEqualTo("third");
	}

	@Test
	void changeThatMakesSomethingElseVisibleEachTimeIsNotTakenUp() {
		this.pipeline.start(StartState.of(1));
		asked = () -> {
			Runnable again = asked;
			asked = () -> {
			};
			this.pipeline.retry();
			asked = again;
		};
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> propose(put("outer/text", "2", 2)))
			.withMessageContaining("makes something else visible each time");
		asked = () -> {
		};
		propose(put("outer/text", "2", 2));
		assertThat(this.pipeline.accepted().content(PREFIX).entries()).hasSize(2);
	}

	private String late() {
		BoundType type = Objects.requireNonNull(this.types.get(TaskSchedulingProperties.class));
		return ((TaskSchedulingProperties) this.pipeline.liveValues().value(type)).getThreadNamePrefix();
	}

	private void propose(Change... changes) {
		this.pipeline
			.propose(List.of(new Proposal(changes[0].revision(), Kind.REVISION, Map.of(PREFIX, List.of(changes)))));
	}

	private static Change put(String key, String value, long revision) {
		return new Change.Put(new KeyValue(PREFIX + key, value.getBytes(StandardCharsets.UTF_8), revision, revision));
	}

	@ConfigurationProperties("outer")
	record Outer(String text) {

		Outer {
			asked.run();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties({ Outer.class, TaskSchedulingProperties.class })
	static class Types {

	}

}
