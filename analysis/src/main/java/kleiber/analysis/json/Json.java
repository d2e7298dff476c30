package kleiber.analysis.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.util.stream.DoubleStream;
import kleiber.core.VisibleText;
import kleiber.core.foreign.ForeignJson;

/**
 * Numbers as JSON has them: it knows neither NaN nor infinities, and a string in place of a number
 * breaks the program that reads it. What is not finite is written as null, and null is read as NaN.
 */
public final class Json {
  private static final SimpleModule FINITE =
      new SimpleModule()
          .addSerializer(Double.class, new Writer())
          .addSerializer(double.class, new Writer())
          .addSerializer(double[].class, new ArrayWriter())
          .addDeserializer(double.class, new Reader(double.class))
          .addDeserializer(Double.class, new Reader(Double.class))
          .addDeserializer(double[].class, new ArrayReader())
          .addDeserializer(String.class, new TextReader());

  private static final ObjectMapper READER = ForeignJson.mapper().addModule(FINITE).build();

  private Json() {}

  /** A mapper with these numbers. */
  public static ObjectMapper mapper() {
    return new ObjectMapper().registerModule(FINITE);
  }

  /**
   * A mapper for files of others: strict but for null as NaN, and text such that it can be seen.
   */
  public static ObjectMapper reader() {
    return READER;
  }

  private static void write(double value, JsonGenerator out) throws IOException {
    if (Double.isFinite(value)) {
      out.writeNumber(value);
    } else {
      out.writeNull();
    }
  }

  private static final class Writer extends JsonSerializer<Double> {
    @Override
    public void serialize(Double value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      write(value, out);
    }
  }

  private static final class ArrayWriter extends JsonSerializer<double[]> {
    @Override
    public void serialize(double[] values, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeStartArray();
      for (double value : values) {
        write(value, out);
      }
      out.writeEndArray();
    }
  }

  private static final class Reader extends StdDeserializer<Double> {
    private static final long serialVersionUID = 1;

    Reader(Class<?> type) {
      super(type);
    }

    @Override
    public Double deserialize(JsonParser in, DeserializationContext context) throws IOException {
      if (!in.currentToken().isNumeric()) {
        return (Double) context.handleUnexpectedToken(handledType(), in);
      }
      return in.getDoubleValue();
    }

    @Override
    public Double getNullValue(DeserializationContext context) {
      return Double.NaN;
    }

    @Override
    public Double getAbsentValue(DeserializationContext context) {
      return Double.NaN;
    }
  }

  private static final class ArrayReader extends StdDeserializer<double[]> {
    private static final long serialVersionUID = 1;

    ArrayReader() {
      super(double[].class);
    }

    @Override
    public double[] deserialize(JsonParser in, DeserializationContext context) throws IOException {
      if (!in.isExpectedStartArrayToken()) {
        return (double[]) context.handleUnexpectedToken(double[].class, in);
      }
      DoubleStream.Builder values = DoubleStream.builder();
      for (JsonToken token = in.nextToken(); token != JsonToken.END_ARRAY; token = in.nextToken()) {
        if (token == JsonToken.VALUE_NULL) {
          values.add(Double.NaN);
        } else if (token.isNumeric()) {
          values.add(in.getDoubleValue());
        } else {
          return (double[]) context.handleUnexpectedToken(double.class, in);
        }
      }
      return values.build().toArray();
    }
  }

  private static final class TextReader extends StdDeserializer<String> {
    private static final long serialVersionUID = 1;

    TextReader() {
      super(String.class);
    }

    @Override
    public String deserialize(JsonParser in, DeserializationContext context) throws IOException {
      return in.currentToken() == JsonToken.VALUE_STRING
          ? VisibleText.of(in.getText())
          : (String) context.handleUnexpectedToken(String.class, in);
    }
  }
}
